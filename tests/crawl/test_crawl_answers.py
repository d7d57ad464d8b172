"""Two crawls of one small site on which every address answers in a way of its own."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from bench.ending import Ended

from .answers import HELD, STATES, build, next_day
from .crawling import assert_rebuilt, crawl, rows, states
from .site import DAY, Asked, Site, page


@dataclass(frozen=True, slots=True)
class Twice:
    """A site that was crawled on two days, and the archive that came of it."""

    site: Site
    other: Site  # another host, to which nothing may be sent
    archive: Path
    first: Ended
    second: Ended
    asked: tuple[list[Asked], list[Asked]]  # of each crawl

    def count(self, path: str, crawl: int = 0) -> int:
        return sum(asked.path == path for asked in self.asked[crawl])


@pytest.fixture(scope="module")
def twice(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Twice]:
    archive = tmp_path_factory.mktemp("twice") / "archive.db"
    with Site() as site, Site("127.0.0.2") as other:
        build(site, other)
        first = crawl(archive, site, "--log", "log.txt", env={"NEO_CONTACT": "desk@example.org"})
        asked_first = list(site.asked)
        site.forget()
        next_day(site)
        second = crawl(archive, site)
        yield Twice(site, other, archive, first, second, (asked_first, list(site.asked)))


@pytest.mark.parametrize("name", [*STATES, *HELD])
def test_address_is_held_or_has_its_reason(twice: Twice, name: str) -> None:
    assert states(twice.archive)[name] == STATES.get(name, ("held", None))


def test_frontier_knows_no_other_address(twice: Twice) -> None:
    assert set(states(twice.archive)) == {*STATES, *HELD}


def test_crawls_end_well_whatever_pages_do(twice: Twice) -> None:
    for crawled in (twice.first, twice.second):
        assert crawled.code == 0, crawled.err
        assert "Traceback" not in crawled.out + crawled.err
    log = (twice.archive.parent / "log.txt").read_text()
    assert " ERROR: " not in log
    assert "Traceback" not in log


def test_each_outcome_is_counted_once_an_address(twice: Twice) -> None:
    crawls = rows(twice.archive, "select kind, publisher, home, outcome, counts from crawls order by id")
    for kind, name, home, outcome, _ in crawls:
        assert (kind, name, home, outcome) == ("crawl", "demo", twice.site.address, "finished")
    first, second = (json.loads(counts) for *_, counts in crawls)
    assert first == {
        "new": len(HELD) - 2, "robots": 1, "redirected": 3, "off-site": 5, "soft-404": 1, "gone-404": 2, "gone-410": 1,
        "http-error": 4, "fetch-failed": 3, "too-large": 3, "not-html": 1, "no-text": 1,
    }  # fmt: skip
    assert sum(second.values()) == sum(first.values()) == len(STATES) + len(HELD)
    assert {word: second[word] for word in ("new", "changed", "gone-410", "redirected")} == {
        "new": 2,
        "changed": 1,
        "gone-410": 2,
        "redirected": 4,
    }


def test_summary_says_what_was_counted(twice: Twice) -> None:
    assert f"{len(HELD) - 2} new" in twice.first.out
    assert "3 too-large" in twice.first.out
    assert str(twice.archive) in twice.first.out


def test_broken_sources_are_reported(twice: Twice) -> None:
    ((problems,), _) = rows(twice.archive, "select problems from crawls order by id")
    said = sorted(json.loads(problems))
    assert len(said) == 3, said
    for path, what in (("/fr/feed/", "status 500"), ("/ru/feed/", "not a feed"), ("/ru/", "")):
        (problem,) = [problem for problem in said if f"{path}: " in problem]
        assert what in problem
        assert f"source: {problem}" in twice.first.err
    kinds = rows(twice.archive, "select kind, problem is null from sources where url like '%/feed/' order by url")
    assert kinds == [("feed", 1), ("feed", 0), ("feed", 0)]


def test_user_agent_says_who_asks_and_whom_to_write_to(twice: Twice) -> None:
    for asked, contact in zip(twice.asked, ("desk@example.org", "no contact given"), strict=True):
        agents = {request.headers["user-agent"] for request in asked}
        assert len(agents) == 1
        (agent,) = agents
        assert agent.startswith("neo-archive/")
        assert contact in agent
        assert not {"cookie", "referer", "authorization"} & {name for request in asked for name in request.headers}


def test_nothing_is_sent_to_another_host(twice: Twice) -> None:
    assert twice.other.asked == []
    everything = twice.site.asked + twice.asked[0]
    assert {request.headers["host"] for request in everything} == {f"127.0.0.1:{twice.site.port}"}


@pytest.mark.parametrize("path", [f"{DAY}private/", "/about/", "/2025/07/", "/search?q=x", f"{DAY}trap/"])
def test_page_is_never_asked_for(twice: Twice, path: str) -> None:
    assert twice.count(path) == twice.count(path, 1) == 0


@pytest.mark.parametrize(
    "path",
    ["/robots.txt", "/sitemap_index.xml", "/feed/", "/", "/page/2/", "/more.xml", f"{DAY}plain/", f"{DAY}target/"],
)
def test_page_is_asked_for_once_a_crawl(twice: Twice, path: str) -> None:
    assert twice.count(path) == 1


def test_failing_page_is_tried_three_times(twice: Twice) -> None:
    for name in ("broken-500", "hung-up"):
        assert twice.count(f"{DAY}{name}/") == 3


def test_redirect_loop_ends(twice: Twice) -> None:
    assert twice.count(f"{DAY}loop/") <= 6


@pytest.mark.parametrize(("name", "status"), [("slashed", 301), ("query", 302)])
def test_redirect_within_an_article_is_kept_and_makes_one_article(twice: Twice, name: str, status: int) -> None:
    path = f"{DAY}{name}/"
    captures = rows(twice.archive, "select status, article_id from captures where path = ? and crawl_id = 1", path)
    assert [found for found, _ in captures] == [status, 200]
    assert len({article for _, article in captures}) == 1
    assert rows(twice.archive, "select count(*) from articles where path = ?", path) == [(1,)]


def test_redirect_to_another_article_brings_that_in(twice: Twice) -> None:
    sightings = rows(
        twice.archive, "select source, source_url from sightings where path = ? order by source", f"{DAY}target/"
    )
    assert [source for source, _ in sightings] == ["redirect"]
    (moved,) = rows(
        twice.archive,
        "select a.status, b.path, a.versions from articles a join articles b on b.id = a.moved_to where a.path = ?",
        f"{DAY}will-move/",
    )
    assert moved == ("redirected", f"{DAY}target/", 1)


def test_body_is_kept_decoded_and_its_encoding_as_a_fact(twice: Twice) -> None:
    ((headers, size),) = rows(
        twice.archive, "select headers, size from captures where path = ? and crawl_id = 1", f"{DAY}gzipped/"
    )
    assert ["Content-Encoding", "gzip"] in json.loads(headers)
    assert size == len(page("Gzipped"))


def test_next_crawl_asks_only_for_what_changed(twice: Twice) -> None:
    asked = {request.path: request.headers for request in twice.asked[1]}
    assert asked[f"{DAY}plain/"]["if-none-match"] == '"plain-1"'
    assert asked[f"{DAY}dated/"]["if-modified-since"] == "Tue, 01 Jul 2025 10:00:00 GMT"
    for name in ("untagged", "gone-404"):
        assert not {"if-none-match", "if-modified-since"} & set(asked[f"{DAY}{name}/"])
    before = {request.path: request.headers for request in twice.asked[0]}
    assert "if-none-match" not in before[f"{DAY}plain/"]


def test_not_modified_is_kept_as_a_small_row(twice: Twice) -> None:
    first, second = rows(
        twice.archive,
        "select id, status, size, sha256, revisit_of from captures where path = ? order by id",
        f"{DAY}plain/",
    )
    assert first[1] == 200
    assert second[1:] == (304, 0, None, first[0])


def test_article_that_went_is_kept_and_marked(twice: Twice) -> None:
    assert rows(twice.archive, "select status, title from articles where path = ?", f"{DAY}goes/") == [
        ("gone-410", "Goes")
    ]


def test_article_that_changed_has_two_versions(twice: Twice) -> None:
    assert rows(
        twice.archive,
        "select v.title from versions v join articles a on a.id = v.article_id where a.path = ? order by number",
        f"{DAY}changes/",
    ) == [("Changes",), ("Has changed",)]


@pytest.mark.parametrize("crawl", [0, 1])
def test_sweep_reads_a_feed_back_to_its_last_page(twice: Twice, crawl: int) -> None:
    assert [twice.count(f"/feed/?paged={number}", crawl) for number in (2, 3, 4)] == [1, 1, 0]


def test_rebuild_gives_what_the_crawls_gave(twice: Twice, tmp_path: Path) -> None:
    assert_rebuilt(twice.archive, tmp_path / "copy.db")


def test_archive_is_sound(twice: Twice) -> None:
    assert rows(twice.archive, "pragma integrity_check") == [("ok",)]
    assert rows(twice.archive, "pragma foreign_key_check") == []
    held = rows(twice.archive, "select count(*) from frontier where state = 'held'")
    assert held == rows(twice.archive, "select count(*) from articles") == [(len(HELD),)]
