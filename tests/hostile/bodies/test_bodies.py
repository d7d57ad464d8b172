"""Every attack on whoever reads an answer ends with its reason, in bounded time and memory."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from crawl import forked
from crawl.crawling import assert_rebuilt, command, environment, rows, states
from promises import Measured

from bench.ending import Ended
from hostile.bodies.attacks import ATTACKS
from hostile.wire import Wire, article

MEMORY = 300 * 1024 * 1024  # bytes
UNHEALTHY = 14  # the exit code of a crawl most of which failed
WITHIN = 300  # seconds; it takes one minute on two cores
PROGRAM = """
import scraper.settings as settings
settings.DOWNLOAD_TIMEOUT, settings.RESPONSE_TIMEOUT = 4, 3
settings.POLITENESS_FAILURES, settings.POLITENESS_LONGEST_BACKOFF, settings.RETRY_TIMES = 1000, 0.05, 1
settings.AUTOTHROTTLE_ENABLED = False
from scraper.cli import main; main()
"""


@dataclass(frozen=True)
class Attacked:
    """A site of attacks that was crawled."""

    site: Wire
    archive: Path
    ended: Ended

    def captures(self, name: str) -> list[tuple[Any, ...]]:
        return rows(
            self.archive,
            "select status, truncated, size, sha256 from captures where path = ? order by id",
            f"/2025/07/01/{name}/",
        )


def crawl(archive: Path, site: Wire, program: str = PROGRAM, *options: str) -> Ended:
    line = command(archive, site.address, *options, program=program)
    return forked.end(line, within=WITHIN, cwd=archive.parent, env=environment())


@pytest.fixture(scope="module")
def attacked(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Attacked]:
    archive = tmp_path_factory.mktemp("attacked") / "archive.db"
    for attack in (attack for name, attack in ATTACKS.items() if name.startswith("bomb")):
        list(attack.answer())  # made before anybody waits for it
    with Wire() as site:
        site.publish({**{name: attack.answer for name, attack in ATTACKS.items()}, "last": lambda: [article("Last")]})
        yield Attacked(site, archive, crawl(archive, site))


@pytest.fixture(scope="module")
def ended(attacked: Attacked) -> Mapping[str, tuple[Any, ...]]:
    return states(attacked.archive)


@pytest.mark.promise("Bodies", "{what}", "the address is missing as {reason}; what came is kept as cut: {kept}")
@pytest.mark.parametrize(
    ("what", "reason", "kept", "name"),
    [(attack.what, attack.reason, attack.truncated or "nothing", name) for name, attack in ATTACKS.items()],
    ids=ATTACKS,
)
def test_attack_ends_with_its_reason(
    attacked: Attacked,
    ended: Mapping[str, tuple[Any, ...]],
    measured: Measured,
    what: str,
    reason: str,
    kept: str,
    name: str,
) -> None:
    measured(memory=attacked.ended.memory)
    assert ended[name] == ("missing", reason), attacked.ended.err
    found = attacked.captures(name)
    attack = ATTACKS[name]
    if reason != "redirected":
        assert [truncated for _, truncated, _, _ in found] == [attack.truncated] * (attack.truncated is not None)
    if attack.begins:
        ((_, _, size, _),) = found
        assert len(attack.begins) <= size <= len(attack.begins) + 5


def test_crawl_ends_well_and_within_its_memory(attacked: Attacked) -> None:
    assert attacked.ended.code == UNHEALTHY, attacked.ended.err
    assert "failed fetches" in attacked.ended.err
    assert "Traceback" not in attacked.ended.err
    assert attacked.ended.memory < MEMORY


def test_article_behind_all_attacks_is_held(ended: Mapping[str, tuple[Any, ...]]) -> None:
    assert ended["last"] == ("held", None)


def test_cut_body_is_tried_again_and_one_too_large_is_not(attacked: Attacked) -> None:
    assert {name: attacked.site.tries(name) for name in ("cut-in-body", "half-gzip", "slow-body", "silent")} == {
        "cut-in-body": 2, "half-gzip": 2, "slow-body": 2, "silent": 2,
    }  # fmt: skip
    assert attacked.site.tries("endless") == attacked.site.tries("bomb-br") == 1


def test_rebuild_gives_what_the_crawl_gave(attacked: Attacked, tmp_path: Path) -> None:
    assert_rebuilt(attacked.archive, tmp_path / "copy.db")


def test_no_article_was_made_of_a_cut_page(attacked: Attacked) -> None:
    assert rows(attacked.archive, "select title from articles") == [("Last",)]
