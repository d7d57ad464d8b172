"""From a web archive to articles: what is wanted comes once, with its own date, and what does not come has a reason."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from urllib.parse import unquote

import pytest
from crawl.crawling import rows
from promises import Measured

from scraper.archive import Archive
from scraper.archive.check import check
from scraper.errors import BadInput, WebArchiveOut
from scraper.imports.wayback import Result
from scraper.publisher import publisher
from scraper.readers import Workers

from .conftest import Fill, filler, plan_of
from .history import HOME, Stored, history, part
from .server import Reply, WebArchive, memento

_CAPTURES = "select url, fetched, status, sha256 from captures where kind = 'article'"
_REASON = "select reason, detail from frontier where path = ?"


def expected(all_of: Sequence[Stored] | None = None) -> set[tuple[str, str]]:
    """The captures wanted, by address and second: told again from the history, in the plainest way."""
    by_address: dict[str, list[Stored]] = {}
    for stored in sorted(all_of or part(), key=lambda one: one.timestamp):
        path = stored.url.partition("courier.example")[2].removeprefix(":80")
        if "/202" in path and not path.endswith("amp/") and "print=" not in path and "jpg" not in path:
            by_address.setdefault(path.partition("?")[0], []).append(stored)
    found = set()
    for captures in by_address.values():
        digest, after = "", set()
        last = max(one.timestamp for one in captures if one.status == 200)
        for one in captures:
            if one.status == 200 and one.digest != digest:
                digest = one.digest
                found.add((one.url, one.timestamp))
            elif one.timestamp > last and (kind := one.status // 100) not in after:
                after.add(kind)
                found.add((one.url, one.timestamp))
    return found


def moments(path: Path) -> set[tuple[str, str]]:
    return {(url, f"{datetime.fromisoformat(at):%Y%m%d%H%M%S}") for url, at, *_ in rows(path, _CAPTURES)}


def asked_twice(web: WebArchive) -> list[str]:
    mementos = web.log.mementos()
    return sorted({path for path in mementos if mementos.count(path) > 1})


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory, workers: Workers) -> Iterator[tuple[WebArchive, Path, Result]]:
    """All of the web archive, in an archive."""
    path = tmp_path_factory.mktemp("whole") / "archive.db"
    with WebArchive(history()) as web:
        yield web, path, filler(web, workers)(path)


def test_every_capture_that_differs_is_there_once_with_its_date_and_its_bytes(
    whole: tuple[WebArchive, Path, Result],
) -> None:
    web, path, result = whole
    wanted = expected(history())
    assert moments(path) == wanted
    assert len(web.log.mementos()) == len(wanted) > 200
    assert asked_twice(web) == []
    assert result.left == 0
    stored = {(one.url, one.timestamp): one for one in history()}
    with Archive.open(path) as archive:
        for (capture_id,) in archive.db.execute("select id from captures where kind = 'article'").fetchall():
            capture = archive.facts.get(capture_id).capture
            one = stored[capture.url, f"{capture.fetched:%Y%m%d%H%M%S}"]
            assert capture.body == (gzip.decompress(one.body) if "Content-Encoding" in one.headers else one.body)
            assert capture.status == one.status
            assert {name: capture.header(name) for name in one.headers} == one.headers
            assert len(capture.headers) == len(one.headers)
    demo = publisher("demo")
    assert check(path, transforms={demo.name: demo.transforms}).faults == 0


def test_ledger_knows_the_web_archive_as_a_source_and_what_became_of_each_article(
    whole: tuple[WebArchive, Path, Result],
) -> None:
    web, path, _ = whole
    articles = rows(path, "select count(*) from frontier")
    assert rows(path, "select count(*) from sightings where source = 'wayback'") == articles
    assert rows(path, "select count(*) from frontier where state = 'pending'") == [(0,)]
    named = "select count(*) from sightings where source = 'wayback' and source_url like ?"
    assert rows(path, named, f"{web.address}/cdx/search/cdx?%") == articles
    gone = rows(path, "select path, status from articles where status <> 'online' order by path")
    assert {status for _, status in gone} == {"gone-410", "redirected"}
    (crawl,) = rows(path, "select kind, publisher, home, outcome, counts, settings from crawls")
    assert crawl[:4] == ("import", "demo", web.address, "finished")
    counts = json.loads(crawl[4])
    assert counts["listed: another rendering"] == sum("amp/" in one.url or "print=" in one.url for one in web.stored)
    assert sum(counts[word] for word in counts if word.startswith("listed: ")) == len(web.stored) - 40  # pictures
    assert json.loads(crawl[5])["source"] == "wayback"


def test_again_asks_for_nothing_that_is_held(web: WebArchive, fill: Fill) -> None:
    fill()
    before = len(web.log.mementos())
    again = fill()
    assert len(web.log.mementos()) == before
    assert again.counts["there already"] == before


@pytest.mark.parametrize(
    ("named", "kept"),
    [
        ({"since": date(2025, 7, 13)}, lambda _url, stamp: stamp >= "20250713"),
        ({"until": date(2025, 7, 13)}, lambda _url, stamp: stamp < "20250714"),
        ({"languages": ("fr",)}, lambda url, _stamp: "/fr/" in url),
        ({"languages": ("en", "ru")}, lambda url, _stamp: "/fr/" not in url),
    ],
    ids=["from", "to", "one edition", "two editions"],
)
def test_part_of_it_is_asked_for(path: Path, fill: Fill, named: dict[str, object], kept: object) -> None:
    fill(**named)
    assert callable(kept)
    found = moments(path)
    assert found
    assert all(kept(url, stamp) for url, stamp in found)
    if "languages" in named:
        assert found == {(url, stamp) for url, stamp in expected() if kept(url, stamp)}


def test_limit_leaves_the_rest_for_the_next_time(web: WebArchive, path: Path, fill: Fill) -> None:
    first = fill(limit=5)
    assert len(moments(path)) == 5
    assert first.left == len(expected()) - 5
    index = len(web.log.index())
    assert fill().left == 0
    assert len(web.log.index()) == index  # it was kept
    assert moments(path) == expected()
    assert asked_twice(web) == []


def test_plan_says_what_would_be_fetched_and_fetches_nothing(web: WebArchive, path: Path, fill: Fill) -> None:
    plan = plan_of(web, path, pause=2.0)
    assert {(wish.listed.url, wish.listed.timestamp) for wish in plan.wishes} == expected()
    assert plan.seconds == 2.0 * len(expected())
    assert plan.size > 10_000
    assert web.log.mementos() == []
    assert not path.exists()
    fill(limit=5)
    assert len(plan_of(web, path).wishes) == len(expected()) - 5
    assert plan_of(web, path, limit=5).seconds == 0
    assert rows(path, "select count(*) from crawls") == [(1,)]


@pytest.mark.parametrize("most", [1, 7])
def test_index_in_many_pages_is_read_to_its_end(web: WebArchive, path: Path, fill: Fill, most: int) -> None:
    web.most, languages = most, ("fr",) if most == 1 else ()
    fill(languages=languages, limit=1)
    assert len(web.log.index()) > 10 / most
    assert len({*web.log.index()}) == len(web.log.index())
    announced = {unquote(found) for (found,) in rows(path, "select path from sightings")}
    there = {url.partition("courier.example")[2].removeprefix(":80").partition("?")[0] for url, _ in expected()}
    assert announced == {unquote(one) for one in there if not languages or one.startswith("/fr/")}


ONE = next(one for one in part() if "/ru/2025/" in one.url and one.status == 200 and not one.revisit)
CASES = {
    "blocked": Reply(403, b"", [("X-Archive-Wayback-Runtime-Error", "AdministrativeAccessControlException: no")]),
    "not there": Reply(404, b"<p>gone from the web archive</p>"),
    "another time": Reply(302, b"", [("Location", f"/web/20200101000000id_/{ONE.url}")]),
    "another digest": replace(memento(ONE), body=b"<p>not what the index says</p>"),
    "no answer": Reply(503, b""),
}


@pytest.mark.promise(
    "Interchange",
    "a capture that the web archive lists and does not give out as listed: {word}",
    "counted with that word; nothing is made of it; the address is missing as not-played; never asked for twice",
)
@pytest.mark.parametrize("word", CASES)
def test_what_is_not_given_out_is_counted_and_the_ledger_says_why(
    web: WebArchive, path: Path, fill: Fill, word: str, measured: Measured
) -> None:
    web.stored = [one for one in web.stored if one.key == ONE.key and one.timestamp <= ONE.timestamp][-1:]
    web.stored += [one for one in part() if "/fr/2025/" in one.url][:4]
    web.trouble = lambda path, _before: CASES[word] if f"{web.stored[0].timestamp}id_/{HOME}/ru/" in path else None
    result = fill()
    assert result.counts[word] == 1
    assert result.left == 0
    ((reason, detail),) = rows(path, "select reason, detail from frontier where edition = 'demo/ru'")
    assert reason == "not-played"
    assert detail.startswith(word)
    assert rows(path, "select count(*) from articles where edition = 'demo/ru'") == [(0,)]
    assert rows(path, "select count(*) from articles where edition = 'demo/fr'") != [(0,)]
    kept = rows(path, "select status, url from captures where kind = 'playback'")
    assert kept == [(CASES[word].status, f"{web.address}/web/{web.stored[0].timestamp}id_/{web.stored[0].url}")]
    measured(lost=0)


def test_web_archive_that_goes_out_stops_the_run_and_what_it_did_not_answer_is_asked_again(
    web: WebArchive, path: Path, fill: Fill
) -> None:
    web.trouble = lambda path, _before: Reply(503) if "/web/" in path and len(moments(file)) > 5 else None
    file = path
    fill(limit=3)
    with pytest.raises(WebArchiveOut, match="no answer to 4 captures"):
        fill()
    assert len(moments(path)) == 6
    assert rows(path, "select outcome from crawls order by id desc limit 1") == [("interrupted",)]
    assert rows(path, "select count(*) from frontier where reason = 'not-played'") == [(0,)]
    web.trouble = lambda _path, _before: None
    assert fill().left == 0
    assert moments(path) == expected()


def test_some_captures_in_a_row_that_never_answer_do_not_stop_the_others(
    web: WebArchive, path: Path, fill: Fill
) -> None:
    broken = {path for path in sorted(f"/web/{stamp}id_/{url}" for url, stamp in expected()) if "/fr/" in path}
    web.trouble = lambda path, _before: Reply(502) if path in broken else None
    result = fill(languages=("fr", "ru"))
    assert result.counts["no answer"] == len(broken) > 3
    assert result.left == 0


def test_broken_captures_at_the_end_are_told_from_a_web_archive_that_is_out(web: WebArchive, fill: Fill) -> None:
    web.stored = [one for one in web.stored if "/ru/2025/" in one.url][:1]
    web.trouble = lambda path, _before: Reply(502) if "/web/" in path else None
    assert fill().counts["no answer"] == 1
    web.trouble = lambda path, before: Reply(502) if "/web/" in path or before else None
    with pytest.raises(WebArchiveOut):
        fill()


GARBAGE = b"<html><body>Our servers are resting.</body></html>\n"


@pytest.mark.promise(
    "Interchange",
    "an index of captures that is {fault}",
    "the run ends with a message, exit code 29 or 13; nothing that came before is lost, and no memory is filled",
)
@pytest.mark.parametrize(
    ("fault", "error"),
    [
        ("a page of something else", WebArchiveOut),
        ("cut short", WebArchiveOut),
        ("an error again and again", WebArchiveOut),
        ("not there", BadInput),
        ("going round in a circle", WebArchiveOut),
        ("one page of 100 MB", WebArchiveOut),
    ],
)
def test_index_that_is_none_ends_the_run(
    web: WebArchive, path: Path, fill: Fill, fault: str, error: type[Exception], measured: Measured
) -> None:
    web.most = 12
    good = web.answer("/cdx/search/cdx?url=courier.example%2F&matchType=host&showResumeKey=true", "")
    replies = {
        "a page of something else": Reply(200, GARBAGE),
        "cut short": replace(good, cut=300),
        "an error again and again": Reply(504),
        "not there": Reply(404, GARBAGE),
        "going round in a circle": replace(good, body=good.body.partition(b"\n\n")[0] + b"\n\nthe%2Bsame\n"),
        "one page of 100 MB": Reply(200, good.body.partition(b"\n\n")[0] + b"\n" + b"a" * 100_000_000),
    }
    web.trouble = lambda path, _before: replies[fault] if "resumeKey=" in path or fault == "not there" else None
    with pytest.raises(error):
        fill()
    assert web.log.mementos() == []
    assert rows(path, "select count(*) from captures where kind = 'inventory'")[0][0] in (0, 1, 2)
    web.trouble = lambda _path, _before: None
    assert fill().left == 0
    assert moments(path) == expected()
    measured(lost=len(expected() - moments(path)))


def test_index_without_end_ends(web: WebArchive, fill: Fill, monkeypatch: pytest.MonkeyPatch) -> None:
    """Ever new keys with ever new lines: no circle."""
    monkeypatch.setattr("scraper.imports.wayback.inventory._MOST_PAGES", 50)
    line = history()[0].line.split(" ")

    def more(path: str, _before: int) -> Reply | None:
        number = len(web.log.asked)
        page = " ".join([f"example,courier)/{number:09}", *line[1:]])
        return Reply(200, f"{page}\n\nkey{number}\n".encode()) if path.startswith("/cdx/") else None

    web.trouble = more
    with pytest.raises(WebArchiveOut, match="no end: 50 pages"):
        fill()
    assert len(web.log.index()) == 50


def test_site_that_is_kept_back_is_said_and_not_an_error(web: WebArchive, path: Path, fill: Fill) -> None:
    said = (
        b"org.archive.util.io.RuntimeIOException: org.archive.wayback.exception.AdministrativeAccessControlException\n"
    )
    web.trouble = lambda path, _before: Reply(403, said) if path.startswith("/cdx/") else None
    result = fill()
    assert "keeps this site back" in result.problems[0]
    assert "keeps this site back" in rows(path, "select problems from crawls")[0][0]
