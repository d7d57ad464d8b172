"""Articles on several pages in the archive: kept whole or not at all, and read again as they were."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from scraper.archive import Archive, Crawl
from scraper.keep import keep_torn, rebuild
from scraper.publisher import publisher
from scraper.readers import Readers
from scraper.records import Capture, Kind

from .made import CRAWL, NOON, TEXT, address, at, capture, dump, keep, one, page, rows, sizes

READERS = Readers([publisher("demo")])
URL = address().url
LINKS = f'<p>Pages: 1 <a href="{URL}2/">2</a> <a href="{URL}3/">3</a></p>'
TIDE = "The tide came in at noon and left again with two chairs and a sign that nobody could read. "
STORM = "The storm was announced for the evening, and came in the morning of the following day. "


def first(text: str = TEXT, *, hours: float = 0, links: str = LINKS) -> Capture:
    return capture(body=page(text=text, after="").replace(b"</p></div>", f"</p>{links}</div>".encode()), hours=hours)


def part(number: int, text: str, *, hours: float = 0, status: int = 200) -> Capture:
    came = capture(body=page(text=text) if status == 200 else b"", status=status, hours=hours, kind=Kind.PART)
    return replace(came, url=f"{URL}{number}/")


def whole(*, hours: float = 0, last: str = STORM) -> tuple[Capture, list[Capture]]:
    return first(hours=hours), [part(2, TIDE, hours=hours), part(3, last, hours=hours)]


def _keep(archive: Archive, pages: tuple[Capture, list[Capture]], crawl: int = CRAWL) -> str:
    return keep(archive, crawl, pages[0], READERS, at(99), parts=pages[1])


def _next_crawl(archive: Archive) -> int:
    with archive.transaction():
        return archive.crawls.begin(Crawl("demo", "crawl", None, "test", 1, {}), NOON)


def _bodies(archive: Archive) -> list[str]:
    return [str(body) for (body,) in rows(archive.db, "select body from versions order by number")]


TOGETHER = "\n\n".join(text.strip() for text in (TEXT, TIDE, STORM))


def test_pages_are_captures_of_their_own_and_one_article(archive: Archive) -> None:
    assert _keep(archive, whole()) == "new"
    assert rows(archive.db, "select kind, url, article_id from captures order by id") == [
        ("part", f"{URL}2/", address().id),
        ("part", f"{URL}3/", address().id),
        ("article", URL, address().id),
    ]
    assert _bodies(archive) == [TOGETHER]
    assert rows(archive.db, "select body, capture_id, versions from articles") == [(TOGETHER, 3, 1)]
    assert [kept.id for kept in archive.facts.articles()] == [3]
    assert archive.facts.parts(archive.facts.get(3)) == [1, 2]


def test_same_pages_again_are_the_same_article(archive: Archive) -> None:
    _keep(archive, whole())
    assert _keep(archive, whole(hours=1)) == "same"
    assert archive.facts.parts(archive.facts.get(6)) == [4, 5]
    assert one(archive.db, "select versions from articles") == 1


def test_part_that_changes_is_one_version_more(archive: Archive) -> None:
    _keep(archive, whole())
    assert _keep(archive, whole(hours=1, last=TIDE + STORM)) == "changed"
    assert _bodies(archive) == [TOGETHER, TOGETHER.replace(STORM.strip(), (TIDE + STORM).strip())]


def test_redirect_to_a_part_is_kept_and_not_read(archive: Archive) -> None:
    came, parts = whole()
    moved = replace(part(2, "", status=301), headers=(("Location", f"{URL}2/"),), url=f"{URL}2")
    keep(archive, CRAWL, came, READERS, parts=[moved, *parts])
    assert _bodies(archive) == [TOGETHER]
    assert archive.facts.parts(archive.facts.get(4)) == [2, 3]


def test_article_of_which_a_page_is_missing_is_no_article(archive: Archive) -> None:
    came, parts = whole()
    lost = [came, parts[0], part(3, "", status=500)]
    keep(archive, CRAWL, capture("other"), READERS)
    archive.frontier.announce(address(), NOON)
    keep_torn(archive, CRAWL, lost, "http-error", "page 3: status 500", at(1))
    assert rows(
        archive.db, "select state, reason, detail, due, tries, fetched from frontier where id = ?", address().id
    ) == [("missing", "http-error", "page 3: status 500", "2025-07-02T13:00:00Z", 1, None)]
    assert rows(archive.db, "select kind, status, size > 0 from captures where article_id = ?", address().id) == [
        ("part", 200, 1),
        ("part", 200, 1),
        ("part", 500, 0),
    ]
    assert one(archive.db, "select count(*) from articles") == 1
    assert archive.facts.latest(address(), Kind.ARTICLE) is None


def test_article_that_is_held_stays_as_it_was_when_a_page_is_missing(archive: Archive) -> None:
    _keep(archive, whole())
    before = rows(archive.db, "select * from articles"), rows(archive.db, "select * from versions")
    lost = [first("Something else altogether. " * 9, hours=1), part(2, "", status=503, hours=1)]
    keep_torn(archive, _next_crawl(archive), lost, "http-error", "page 2: status 503", at(1))
    assert (rows(archive.db, "select * from articles"), rows(archive.db, "select * from versions")) == before
    assert rows(archive.db, "select state, reason, due from frontier") == [("held", None, "2025-07-02T13:00:00Z")]


def test_pages_that_were_kept_as_evidence_are_no_part_of_a_later_article(archive: Archive) -> None:
    archive.frontier.announce(address(), NOON)
    keep_torn(archive, CRAWL, [first(), part(2, TIDE)], "fetch-failed", "page 3: time-out", at(1))
    assert _keep(archive, (first(hours=1), [part(2, STORM, hours=1)]), _next_crawl(archive)) == "new"
    assert _bodies(archive) == ["\n\n".join(text.strip() for text in (TEXT, STORM))]


ALONE = [  # what came before the whole, the versions then: (text, since when)
    ([first()], [(TOGETHER, "2025-07-02T12:00:00Z")]),  # its further pages were not fetched then
    ([first(), capture(status=304, hours=1)], [(TOGETHER, "2025-07-02T12:00:00Z")]),
    ([first(), first(hours=1)], [(TOGETHER, "2025-07-02T12:00:00Z")]),
    (  # it had no further page then: the publisher added them
        [first(links="")],
        [(TEXT.strip(), "2025-07-02T12:00:00Z"), (TOGETHER, "2025-07-02T21:00:00Z")],
    ),
    (  # the first page is another now
        [first(TIDE * 2)],
        [((TIDE * 2).strip(), "2025-07-02T12:00:00Z"), (TOGETHER, "2025-07-02T21:00:00Z")],
    ),
    (
        [first(TIDE * 2), first(hours=1)],
        [((TIDE * 2).strip(), "2025-07-02T12:00:00Z"), (TOGETHER, "2025-07-02T13:00:00Z")],
    ),
]


@pytest.mark.parametrize(("before", "versions"), ALONE)
def test_pages_that_we_had_not_fetched_are_no_edit(
    archive: Archive, before: list[Capture], versions: list[tuple[str, str]]
) -> None:
    for came in before:
        keep(archive, CRAWL, came, READERS)
    outcome = _keep(archive, whole(hours=9), _next_crawl(archive))
    assert outcome == ("changed" if versions[-1][1] == "2025-07-02T21:00:00Z" else "updated")
    assert rows(archive.db, "select body, first_seen from versions order by number") == versions
    assert rows(archive.db, "select number from versions order by 1") == [(n + 1,) for n in range(len(versions))]
    (last,) = rows(archive.db, "select number, id from versions order by number desc limit 1")
    assert rows(archive.db, "select versions, version_id from articles") == [last]


def _live(archive: Archive) -> None:
    """Everything that happens to an article on several pages."""
    keep(archive, CRAWL, first(), READERS)
    _keep(archive, whole(hours=1), _next_crawl(archive))
    _keep(archive, whole(hours=2), _next_crawl(archive))
    keep_torn(
        archive, _next_crawl(archive), [first(TIDE * 3, hours=3), part(2, STORM)], "fetch-failed", "page 3", at(3)
    )
    _keep(archive, whole(hours=4, last=TIDE + STORM), _next_crawl(archive))
    keep(archive, _next_crawl(archive), capture(status=404, hours=5), READERS)
    _keep(archive, (first(hours=6), [part(2, TIDE, hours=6)]), _next_crawl(archive))
    keep(archive, _next_crawl(archive), first(hours=7, links=""), READERS)
    _keep(archive, whole(hours=8), _next_crawl(archive))


def test_rebuild_gives_the_same_rows(archive: Archive) -> None:
    _live(archive)
    before = dump(archive.db)
    assert one(archive.db, "select count(*) from versions") == 5
    for _ in range(2):
        rebuild(archive, READERS)
        for table, lines in dump(archive.db).items():
            assert lines == before[table], table
    assert rows(archive.db, "pragma foreign_key_check") == []


@pytest.mark.parametrize("kind", ["part", "article"])
@pytest.mark.parametrize("held", [False, True])
def test_no_page_is_written_without_the_others(archive: Archive, kind: str, held: bool) -> None:
    if held:
        _keep(archive, whole())
    archive.db.execute(
        "create temp trigger torn before insert on main.captures when"
        f" new.kind = '{kind}' and new.url not like '%/2/' begin select raise(abort, 'torn on purpose'); end"
    )
    lines, before = dump(archive.db), sizes(archive.db)
    with pytest.raises(Exception, match="torn on purpose"):
        _keep(archive, whole(hours=1, last=TIDE + STORM))
    assert sizes(archive.db) == before
    assert dump(archive.db) == lines
    archive.db.execute("drop trigger temp.torn")
    assert _keep(archive, whole(hours=1, last=TIDE + STORM)) == ("changed" if held else "new")


def test_bug_in_the_extractor_loses_no_page(archive: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise ZeroDivisionError("a bug")

    with monkeypatch.context() as patch:
        patch.setattr("scraper.extract.read_declared", broken)
        with pytest.raises(ZeroDivisionError):
            _keep(archive, whole())
    assert one(archive.db, "select count(*) from captures") == 3
    rebuild(archive, READERS)
    assert _bodies(archive) == [TOGETHER]


def test_parts_are_looked_for_by_the_article(archive: Archive) -> None:
    """Not by the crawl: one that is still at its first crawl, for which SQLite has no statistics, has all captures."""
    assert _keep(archive, whole()) == "new"
    said: list[str] = []
    archive.db.set_trace_callback(said.append)
    assert archive.facts.parts(archive.facts.get(3)) == [1, 2]
    archive.db.set_trace_callback(None)
    plan = [line for sql in said for *_, line in archive.db.execute(f"explain query plan {sql}")]
    assert any("captures_article" in line for line in plan)
    assert not any("captures_crawl" in line for line in plan), plan


def test_parts_are_found_in_a_copy_that_was_vacuumed(archive: Archive, tmp_path: Path) -> None:
    _live(archive)
    archive.db.execute("vacuum into ?", (str(tmp_path / "copy.db"),))
    with Archive.open(tmp_path / "copy.db") as copy:
        rebuild(copy, READERS)
        assert dump(copy.db) == dump(archive.db)
