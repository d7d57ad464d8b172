"""Captures that others made stand in their place in time: whatever order they come in, the rows are the same."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from shutil import copyfile
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from scraper.archive import Archive, Crawl, Origin
from scraper.archive.across import update
from scraper.keep import catch_up, place, rebuild, redirect_target
from scraper.publisher import publisher
from scraper.readers import Readers
from scraper.records import Capture

from .made import CRAWL, NOON, address, at, capture, dump, keep, one, page, rows

DEMO = publisher("demo")
READERS = Readers([DEMO])
IMPORT = 2


def bring(archive: Archive, came: Capture) -> None:
    """Takes a capture that others made; it is read in its place by `catch_up`."""
    with archive.transaction():
        place(archive, IMPORT, came, Origin("a.warc"), READERS)


@pytest.fixture
def both(archive: Archive) -> Archive:
    """A new archive in which a crawl and an import were begun."""
    with archive.transaction():
        assert archive.crawls.begin(Crawl("import", "import", None, "test", 1, {}), NOON) == IMPORT
    return archive


def settle(archive: Archive) -> None:
    catch_up(archive, READERS)
    with archive.transaction():
        update(archive.db)


def crawled(archive: Archive, came: Capture) -> None:
    keep(archive, CRAWL, came, READERS, at(9999), redirect_target(DEMO, came))


def test_older_capture_becomes_an_older_version(both: Archive) -> None:
    crawled(both, capture(body=page("The ferry, corrected"), hours=10))
    bring(both, capture(body=page("The ferry"), hours=1))
    settle(both)
    assert rows(both.db, "select number, title, first_seen from versions order by number") == [
        (1, "The ferry", "2025-07-02T13:00:00Z"),
        (2, "The ferry, corrected", "2025-07-02T22:00:00Z"),
    ]
    assert rows(both.db, "select title, first_seen, last_seen, versions, status from articles") == [
        ("The ferry, corrected", "2025-07-02T13:00:00Z", "2025-07-02T22:00:00Z", 2, "online")
    ]
    assert rows(both.db, "select cause, parts from changes") == [("silent-edit", "title, body")]
    assert one(both.db, "select count(*) from unread") == 0


def test_older_404_says_nothing_of_today(both: Archive) -> None:
    crawled(both, capture(hours=10))
    bring(both, capture(status=404, hours=1))
    bring(both, capture(status=404, hours=12))
    settle(both)
    assert rows(both.db, "select status, since from statuses") == [("gone-404", "2025-07-03T00:00:00Z")]
    assert one(both.db, "select status from articles") == "gone-404"
    crawled(both, capture(status=304, hours=13))
    assert one(both.db, "select status from articles") == "online"


def test_crawl_asks_with_the_headers_of_the_newest_capture(both: Archive) -> None:
    crawled(both, capture(body=page("New"), hours=10))
    bring(both, capture(body=page("Old"), hours=1))
    settle(both)
    latest = both.facts.latest(address(), capture().kind)
    assert latest
    assert latest.capture.fetched == at(10)
    bring(both, capture(body=page("Newest"), hours=11))
    latest = both.facts.latest(address(), capture().kind)
    assert latest
    assert latest.capture.fetched == at(11)


def test_304_confirms_what_it_was_asked_for_whatever_came_in_between(both: Archive) -> None:
    """The server said so: what was different in between was there before it again."""
    crawled(both, capture(body=page("Here"), hours=1))
    crawled(both, capture(status=304, hours=10))
    bring(both, capture(body=page("There"), hours=5))
    settle(both)
    assert rows(both.db, "select number, title, first_seen from versions order by number") == [
        (1, "Here", "2025-07-02T13:00:00Z"),
        (2, "There", "2025-07-02T17:00:00Z"),
        (3, "Here", "2025-07-02T22:00:00Z"),
    ]
    before = dump(both.db)
    rebuild(both, READERS)
    assert dump(both.db) == before


def test_citation_of_a_version_outlives_what_came_in_before_it(both: Archive) -> None:
    crawled(both, capture(body=page("Twice"), hours=10))
    (cited,) = rows(both.db, "select id from versions")
    bring(both, capture(body=page("Twice"), hours=1))
    bring(both, capture(body=page("Between"), hours=2))
    settle(both)
    found = rows(
        both.db, "select v.title from citations c join versions v on v.id = c.version_id where c.id = ?", *cited
    )
    assert found == [("Twice",)]
    assert one(both.db, "select count(*) from versions") == 3


def test_texts_at_three_addresses_are_no_articles_whichever_came_first(both: Archive) -> None:
    """The third in time is refused, and the first two are taken back; that another was kept first is undone."""
    wall = page("Please log in")
    crawled(both, capture("c", wall, hours=30))
    bring(both, capture("b", wall, hours=20))
    bring(both, capture("a", wall, hours=10))
    settle(both)
    assert rows(both.db, "select path, status, status_since from articles order by path") == [
        ("/2025/07/01/a/", "same-body", "2025-07-03T18:00:00Z"),
        ("/2025/07/01/b/", "same-body", "2025-07-03T18:00:00Z"),
    ]
    assert one(both.db, "select count(*) from articles_fts_docsize") == 0
    before = dump(both.db)
    rebuild(both, READERS)
    assert dump(both.db) == before


def test_killed_between_taking_and_reading_goes_on(both: Archive) -> None:
    crawled(both, capture(body=page("New"), hours=10))
    bring(both, capture(body=page("Old"), hours=1))
    with Archive.open(both.path) as again:
        settle(again)
        assert one(again.db, "select count(*) from versions") == 2


def test_clock_that_was_set_back_leaves_captures_in_their_order(both: Archive) -> None:
    crawled(both, capture(body=page("First"), hours=1000))
    crawled(both, capture(body=page("Second"), hours=1))
    assert rows(both.db, "select capture_id, at, origin from placements") == [(2, "2025-08-13T04:00:00Z", None)]
    before = dump(both.db)
    rebuild(both, READERS)
    assert dump(both.db) == before
    assert one(both.db, "select title from articles") == "Second"


# --- any order ---

SLUGS = ("a", "b", "c", "d")
WALL = page("Please log in to read on")


@dataclass(frozen=True)
class Happening:
    hour: int
    slug: str
    what: str  # a letter: which page, or an answer
    by_crawl: bool
    delay: int  # an import comes in so many hours later


def _pages(what: str, slug: str) -> bytes:
    if what == "w":
        return WALL
    if what == "s":
        return page("Short", "Too short.")
    tags = f'<div class="post-tags"><a href="/tag/fog/">{"Fog" if what == "x" else "FOG"}</a></div>'
    return page(f"Title {what} of {slug}", after=tags)


def _capture(happening: Happening) -> Capture:
    if happening.what in "xyzws":
        return capture(happening.slug, _pages(happening.what, happening.slug), hours=happening.hour)
    status = {"4": 404, "g": 410, "e": 500, "r": 301}[happening.what]
    headers = (("Location", address("b" if happening.slug == "a" else "a").url),) if status == 301 else ()
    return capture(happening.slug, status=status, hours=happening.hour, headers=headers)


def happenings() -> st.SearchStrategy[list[Happening]]:
    one_ = st.builds(
        Happening,
        hour=st.integers(1, 400),
        slug=st.sampled_from(SLUGS),
        what=st.sampled_from("xyzxyzwws4ger"),
        by_crawl=st.booleans(),
        delay=st.integers(0, 500),
    )
    return st.lists(one_, min_size=1, max_size=9, unique_by=lambda happening: happening.hour)


def _plain(archive: Archive) -> dict[str, list[tuple[object, ...]]]:
    """The derived rows, with captures by what they are in place of their ids; the frontier without what only says when
    a URL came to be known here."""
    ids = {
        f"{capture_id}": f"{url} {fetched}"
        for capture_id, url, fetched in archive.db.execute("select id, url, fetched from captures")
    }
    tables = dump(archive.db)
    names = {
        table: sorted(str(column[0]) for column in archive.db.execute(f"select * from {table} limit 0").description)
        for table in tables
    }
    plain = {}
    for table, found in tables.items():
        at_captures = {place for place, name in enumerate(names[table]) if name.startswith("capture_")}
        left_out = {
            place
            for place, name in enumerate(names[table])
            if table == "frontier" and name in ("due", "crawl_id", "tries")
        }
        plain[table] = sorted(
            (
                tuple(
                    ids.get(str(value), value) if place in at_captures else value
                    for place, value in enumerate(row)
                    if place not in left_out
                )
                for row in found
            ),
            key=repr,
        )
    return plain


@pytest.fixture(scope="module")
def begun(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("begun") / "archive.db"
    with Archive.open(path, create=True) as opened, opened.transaction():
        opened.crawls.begin(Crawl("demo", "crawl", None, "test", 1, {}), NOON)
        opened.crawls.begin(Crawl("import", "import", None, "test", 1, {}), NOON)
    return path


def _lived(begun: Path, folder: str, order: Sequence[Happening], *, all_crawled: bool) -> Iterator[Archive]:
    path = Path(folder) / f"{all_crawled}.db"
    copyfile(begun, path)
    with Archive.open(path) as archive:
        archive.db.execute("pragma synchronous = off")
        for happening in order:
            if all_crawled or happening.by_crawl:
                crawled(archive, _capture(happening))
            else:
                bring(archive, _capture(happening))
                if happening.delay % 3 == 0:
                    settle(archive)
        settle(archive)
        yield archive


def _comes_in(happening: Happening) -> tuple[int, int]:
    return (happening.hour + (0 if happening.by_crawl else happening.delay), happening.hour)


@settings(
    max_examples=60,
    derandomize=True,
    database=None,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(lived=happenings())
def test_any_order_gives_the_rows_of_the_order_of_time(begun: Path, lived: list[Happening]) -> None:
    with TemporaryDirectory() as folder:
        for straight in _lived(begun, folder, sorted(lived, key=lambda it: it.hour), all_crawled=True):
            expected = _plain(straight)
        for mixed in _lived(begun, folder, sorted(lived, key=_comes_in), all_crawled=False):
            found = _plain(mixed)
            for table, rows_ in expected.items():
                assert found[table] == rows_, table
            rebuild(mixed, READERS)
            again = _plain(mixed)
            for table, rows_ in expected.items():
                assert again[table] == rows_, f"rebuilt {table}"
