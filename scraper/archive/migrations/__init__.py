"""The tables of an archive, as numbered steps; a step that was released is never changed.

Facts are only ever added to. Derived tables are a function of the facts: `rebuild` empties and
remakes them. Times are UTC, ISO 8601 (`2025-07-02T06:30:00Z`).
"""

from __future__ import annotations

import sqlite3
from importlib.resources import files

from sqlite_utils import Database, Migrations

from scraper.archive import days
from scraper.archive.search import indexed

migrations = Migrations("neo-archive")

# Emptied by a rebuild, children before parents.
DERIVED = (
    "named",
    "back_dated",
    "statuses",
    "change_passages",
    "changes",
    "related_seen",
    "profiles",
    "country_mentions",
    "series",
    "article_bios",
    "author_bios",
    "disclaimers",
    "clusters",
    "reuse",
    "reuse_texts",
    "reuse_prints",
    "body_addresses",
    "field_sources",
    "translation_links",
    "translation_keys",
    "translations",
    "alternates",
    "related",
    "pull_quotes",
    "footnotes",
    "images",
    "links",
    "article_tags",
    "article_sections",
    "article_authors",
    "author_names",
    "tags",
    "sections",
    "authors",
    "versions",
    "articles",
)


@migrations()
def m001_facts(db: Database) -> None:
    """What happened: crawls, captures, which source announced what, and the state of each URL."""
    _run(db, "m001_facts")


@migrations()
def m002_derived(db: Database) -> None:
    """What we make of it: articles, their versions, and everything around them."""
    _run(db, "m002_derived")


@migrations()
def m003_search(db: Database) -> None:
    """Full-text search over stems; written by the archive, never by triggers or 'rebuild'."""
    _run(db, "m003_search")


@migrations()
def m004_coverage(db: Database) -> None:
    """Per edition: how many articles were announced, how many are held, and why the rest is not."""
    _run(db, "m004_coverage")


@migrations()
def m005_health(db: Database) -> None:
    """What each crawl found, so that the next one can be held against it."""
    _run(db, "m005_health")


@migrations()
def m006_scale(db: Database) -> None:
    """Days of addresses, indexes and notes that keep a crawl's own work flat while the archive grows."""
    db.conn.create_function("day_of_path", 1, days.of_path, deterministic=True)
    db.conn.create_function("day_of_lastmod", 1, days.of_lastmod, deterministic=True)
    _run(db, "m006_scale")


@migrations()
def m007_aliases(db: Database) -> None:
    """Which other addresses mean an article, and what article pages announce."""
    _run(db, "m007_aliases")


@migrations()
def m008_sources(db: Database) -> None:
    """Where each field came from, what broken bytes took from a text, which addresses bring the same text."""
    _run(db, "m008_sources")


@migrations()
def m009_history(db: Database) -> None:
    """What became of articles: changes with their cause, statuses with their times, and keys of versions that last."""
    _run(db, "m009_history")


@migrations()
def m010_translations(db: Database) -> None:
    """How each link between translations is known, and what a curator judged of them."""
    _run(db, "m010_translations")


@migrations()
def m011_search(db: Database) -> None:
    """The search index made anew, with better stems and without what is no article; which texts stand in others."""
    db.conn.create_function("stem_indexed", 2, indexed, deterministic=True)
    _run(db, "m011_search")


@migrations()
def m012_around(db: Database) -> None:
    """Disclaimers, countries, series, bios, typography; where links stand, and what pages recommended when."""
    _run(db, "m012_around")


@migrations()
def m013_lists(db: Database) -> None:
    """Indexes for the lists that readers sort and count."""
    _run(db, "m013_lists")


@migrations()
def m014_captures(db: Database) -> None:
    """Which server a capture came from, and whether its body is whole."""
    _run(db, "m014_captures")


@migrations()
def m015_outages(db: Database) -> None:
    """What was fetched while the publisher was out, and is not believed."""
    _run(db, "m015_outages")


@migrations()
def m016_evidence(db: Database) -> None:
    """Tree heads: one hash over all captures a day. The next crawl's end makes the first."""
    _run(db, "m016_evidence")


@migrations()
def m017_settled(db: Database) -> None:
    """The views and indexes of archives that were made while m009, m010 or m013 was still being changed."""
    _run(db, "m017_settled")


@migrations()
def m018_exchange(db: Database) -> None:
    """The status line of each answer, and the request that it answers."""
    _run(db, "m018_exchange")


@migrations()
def m019_placements(db: Database) -> None:
    """Where captures stand in time, whenever they came in."""
    _run(db, "m019_placements")


@migrations()
def m020_scale(db: Database) -> None:
    """Counters, indexes and views by which what readers ask costs the same in a large archive."""
    _run(db, "m020_scale")


@migrations()
def m021_places(db: Database) -> None:
    """The last place in time, found in an index."""
    _run(db, "m021_places")


def _run(db: Database, name: str) -> None:
    """Runs a script inside the transaction of its migration; `executescript` would end that."""
    statement = ""
    script = files(__name__).joinpath(f"{name}.sql").read_text(encoding="utf-8")  # perhaps inside an egg
    for line in script.splitlines(keepends=True):
        statement += line
        if sqlite3.complete_statement(statement):
            db.conn.execute(statement)
            statement = ""
