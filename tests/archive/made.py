"""Pages, captures and articles made for a test, and the whole archive as comparable rows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from sqlite3 import Connection
from typing import Any

from scraper.archive import Archive, Outcome, Reading
from scraper.archive.across import update
from scraper.archive.migrations import DERIVED
from scraper.extract.prepared import prepared
from scraper.keep import Fetched
from scraper.keep import keep as keep_fetched
from scraper.readers import Readers
from scraper.records import Address, Article, Block, Capture, Kind

NOON = datetime(2025, 7, 2, 12, tzinfo=UTC)
PREFIXES = {"en": "/", "fr": "/fr/", "ru": "/ru/"}
CRAWL = 1  # the id of the crawl that the fixture `archive` begins
TEXT = "The ferry left the harbour at dawn and came back in the evening with nobody on board. " * 4


def at(hours: float) -> datetime:
    return NOON + timedelta(hours=hours)


def address(slug: str = "ferry", language: str = "en") -> Address:
    path = f"{PREFIXES[language]}2025/07/01/{slug}/"
    return Address(f"demo/{language}", path, f"https://courier.example{path}")


def page(title: str = "The empty ferry", text: str = "", head: str = "", after: str = "") -> bytes:
    """A page in the demo publisher's modern layout; its text begins with its title if none is given."""
    text = text or f"{title}. {TEXT}"
    return (
        f'<!doctype html><html lang="en"><head><title>{title}</title>{head}</head><body class="single">'
        f'<article><h1 class="entry-title">{title}</h1><div class="entry-content"><p>{text}</p></div></article>'
        f"{after}</body></html>"
    ).encode()


def capture(
    slug: str = "ferry",
    body: bytes | None = None,
    *,
    status: int = 200,
    hours: float = 0,
    language: str = "en",
    kind: Kind = Kind.ARTICLE,
    headers: tuple[tuple[str, str], ...] = (("Content-Type", "text/html"),),
) -> Capture:
    where = address(slug, language)
    body = body if body is not None else page() if status == 200 else b""
    return Capture(where.url, at(hours), status, headers, body, kind, where)


def article(title: str = "The empty ferry", text: str = "", **fields: Any) -> Article:
    said: dict[str, Any] = {
        "language": "en",
        "language_detected": "en",
        "published": None,
        "layout": "modern",
        "encoding": "utf-8",
    }
    return Article(title=title, blocks=(Block("paragraph", text or f"{title}. {TEXT}"),), **(said | fields))


def put(
    archive: Archive,
    said: Article,
    slug: str = "ferry",
    *,
    hours: float = 0,
    language: str = "en",
    targets: Mapping[str, int] | None = None,
) -> Outcome:
    """Stores an article as if a page had said it."""
    came = capture(slug, repr(said).encode(), hours=hours, language=language)
    with archive.transaction():
        archive.frontier.announce(came.address, came.fetched)
        kept = archive.facts.add(CRAWL, came, "modern")
        archive.frontier.held(came.address, kept.id, came.fetched, None)
        return archive.derived.put(Reading(kept, said, replace(prepared(said), targets=targets or {}), "demo"))


def keep(
    archive: Archive,
    crawl_id: int,
    capture: Capture,
    readers: Readers,
    due: datetime | None = None,
    moved_to: Address | None = None,
    parts: Sequence[Capture] = (),
) -> str:
    """Keeps a capture with what it says, read here and now; raises the bug that it may have met."""
    pages = [capture, *(part for part in parts if part.status == 200)]
    look = readers.look(pages, whole=True).result() if capture.status == 200 else None
    outcome = keep_fetched(archive, crawl_id, Fetched(capture, look, parts, moved_to, due), readers)
    if look and look.bug:
        raise ZeroDivisionError(look.bug)
    return outcome


def rows(db: Connection, sql: str, *values: object) -> list[tuple[object, ...]]:
    return [tuple(row) for row in db.execute(sql, values)]


def one(db: Connection, sql: str, *values: object) -> Any:
    """The single value that a query gives."""
    ((value,),) = db.execute(sql, values).fetchall()
    return value


def dump(db: Connection) -> dict[str, list[tuple[object, ...]]]:
    """Every derived table, the frontier and the search index, row by row, as they are at the end of a crawl."""
    inside = db.in_transaction
    db.execute("savepoint dumped" if inside else "begin immediate")
    update(db)
    db.execute("release dumped" if inside else "commit")
    db.execute("create virtual table if not exists temp.terms using fts5vocab(main, articles_fts, instance)")
    tables = [*DERIVED, "frontier", "temp.terms"]
    return {table: sorted(rows(db, f"select {_columns(db, table)} from {table}"), key=repr) for table in tables}


def _columns(db: Connection, table: str) -> str:
    """The columns in order of their names, whatever a migration added last."""
    found = [str(column[0]) for column in db.execute(f"select * from {table} limit 0").description]
    return ", ".join(sorted(f'"{name}"' for name in found))


def sizes(db: Connection) -> dict[str, int]:
    """How many rows each table of facts and each derived one has."""
    tables = ["crawls", "captures", "bodies", "dictionaries", "sightings", "frontier", *DERIVED]
    tables.remove("translation_keys")  # the end of a crawl writes it, not each page
    return {table: one(db, f"select count(*) from {table}") for table in tables}
