"""Articles that redirect to other machines, in every spelling: nothing is connected to, everything is counted."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from crawl.crawling import rows, states
from crawl.site import DAY, Site, redirect
from promises import Measured

from bench.ending import Ended

from .machines import Trap, around, measured_crawl

# What an article redirects to; {own} is the site's port, {other} another of the same machine.
TARGETS = (
    "http://127.0.0.2:{own}/x",
    "http://127.0.0.1:{other}/x",
    "https://127.0.0.1:{other}/x",
    "//127.0.0.2:{own}/x",
    "http://[::1]:{own}/x",
    "http://[::ffff:127.0.0.2]:{own}/x",
    "http://2130706434:{own}/x",
    "http://0x7f000002:{own}/x",
    "http://0x7f.0.0.2:{own}/x",
    "http://0177.0.0.2:{own}/x",
    "http://127.2:{own}/x",
    "http://0:{other}/x",
    "http://0.0.0.0:{other}/x",
    "http://localhost:{other}/x",
    "http://localhost.:{own}/x",
    "http://LOCALHOST:{own}/x",
    "http://１２７.０.０.２:{own}/x",
    "http://127。0。0。2:{own}/x",
    "http://ⓛocalhost:{own}/x",
    "http://169.254.169.254/latest/meta-data/",
    "http://[fe80::1%25lo]:{own}/x",
    "http://publisher.example@127.0.0.2:{own}/x",
    "http://127.0.0.1:{own}@127.0.0.2:{own}/x",
    "http://127.0.0.2:{own}#@127.0.0.1:{own}/x",
    "http://127.0.0.1:{own}\\@127.0.0.2:{own}/x",
    "http:\\\\127.0.0.2:{own}\\x",
    "http://127.0.0\t.2:{own}/x",
    " \thttp://127.0.0.2:{own}/x",
    "HTTP://127.0.0.2:{own}/x",
    "ftp://127.0.0.2:{own}/x",
    "file:///etc/passwd",
    "data:text/html,<h1>x</h1>",
    "gopher://127.0.0.2:{own}/x",
    "s3://bucket/key",
    "javascript:alert(1)",
)


@dataclass(frozen=True, slots=True)
class Crawl:
    ended: Ended
    archive: Path
    traps: list[Trap]
    hosts: set[str]  # of the requests that came to the site


@pytest.fixture(scope="module")
def crawl(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Crawl]:
    with Site() as site:
        stack, traps = around(site.port)
        with stack:
            for number, target in enumerate(TARGETS):
                written = target.format(own=site.port, other=traps[-1].port)
                site.answers[f"{DAY}to-{number}/"] = redirect(written.encode().decode("latin-1"))
            site.announce(*(f"{DAY}to-{number}/" for number in range(len(TARGETS))))
            archive = tmp_path_factory.mktemp("redirects") / "archive.db"
            ended = measured_crawl(archive, site.address)
            yield Crawl(ended, archive, traps, {asked.headers["host"] for asked in site.asked})
    shutil.rmtree(archive.parent)


@pytest.mark.promise("Network", "a redirect to `{target}`", "not followed, nothing connects; missing, with the reason")
@pytest.mark.parametrize("target", TARGETS)
def test_redirect_leads_nowhere(crawl: Crawl, target: str, measured: Measured) -> None:
    number = TARGETS.index(target)
    state, reason = states(crawl.archive)[f"to-{number}"]
    assert state == "missing"
    assert reason in ("off-site", "http-error", "redirected")
    assert [trap.heard for trap in crawl.traps] == [[]] * len(crawl.traps)
    (host,) = crawl.hosts
    assert host.startswith("127.0.0.1:")
    (kept,) = rows(crawl.archive, "select count(*) from captures where url like ?", f"%/to-{number}/")
    assert kept == (1,)  # the redirect itself is the evidence
    assert crawl.ended.memory <= 300 * 1024 * 1024
    measured(memory=crawl.ended.memory)


def test_every_capture_names_its_server(crawl: Crawl) -> None:
    (found,) = rows(crawl.archive, "select count(*), count(server), count(distinct server), min(server) from captures")
    assert found[0] == found[1] > len(TARGETS)
    assert found[2] == 1
    assert found[3].startswith("127.0.0.1:")
