"""Multiplies the articles of an archive: rows as a crawl of a larger newspaper would have left them.

Addresses, keys, times and validators are each article's own, so that the server answers 304 when it is asked again.
What copies share is the text: body, authors and links are those of the article they are made like, and the search
index holds the crawled ones alone. A crawl with nothing new reads none of these.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from typing import Any

from bench.crawling import PUBLISHER
from bench.newspaper import Paper
from scraper.archive import Archive
from scraper.archive.history.versions import version_id
from scraper.crawl.recrawl import next_due
from scraper.records import Address, iso

_SPREAD = timedelta(days=100)  # within which the articles were fetched last; old ones wait 90: a tenth is due
_BATCH = 9_000  # articles in one transaction; whole stories

# Table: the column that says whose row it is, and what a copy has of its own; it shares every other column.
_TABLES: Mapping[str, tuple[str, Mapping[str, str]]] = {
    "captures": (
        "article_id",
        {
            "id": "made.capture",
            "article_id": "made.id",
            "path": "made.path",
            "url": "replace(t.url, made.like_path, made.path)",
            "fetched": "made.fetched",
            "headers": "replace(replace(t.headers, made.like_tag, made.tag), made.like_changed, made.changed)",
        },
    ),
    "articles": (
        "id",
        {
            "id": "made.id",
            "path": "made.path",
            "url": "made.url",
            "canonical": "made.url",
            "published_date": "substr(made.stated, 1, 10)",
            "published": "made.published",
            "modified": "made.published",
            "status_since": "made.fetched",
            "first_seen": "made.fetched",
            "last_seen": "made.fetched",
            "version_id": "made.version",
            "capture_id": "made.capture",
        },
    ),
    "versions": (
        "article_id",
        {
            "id": "made.version",
            "article_id": "made.id",
            "modified": "made.published",
            "first_seen": "made.fetched",
            "last_seen": "made.fetched",
            "capture_id": "made.capture",
        },
    ),
    "frontier": (
        "id",
        {
            "id": "made.id",
            "path": "made.path",
            "url": "made.url",
            "month": "substr(made.stated, 1, 7)",
            "day": "substr(made.stated, 1, 10)",  # from m006 on
            "discovered": "made.fetched",
            "fetched": "made.fetched",
            "due": "made.due",
            "capture_id": "made.capture",
        },
    ),
    "sightings": (
        "article_id",
        {
            "article_id": "made.id",
            "path": "made.path",
            "url": "replace(t.url, made.like_path, made.path)",
            "source_url": "made.sitemap",
            "first_seen": "made.fetched",
            "last_seen": "made.fetched",
            "lastmod": "made.stated",
        },
    ),
    **{
        table: ("article_id", {"article_id": "made.id"})
        for table in (
            "article_authors",
            "article_sections",
            "article_tags",
            "links",
            "images",
            "related",
            "field_sources",
        )
    },
}
_ALTERNATES = """
    insert into alternates (article_id, language, url)
    select made.id, other.language, other.url from made join made other on other.story = made.story
     where other.id <> made.id"""
_TRANSLATIONS = """
    insert into translations (article_id, group_id, language, method, score)
    select id, (select min(id) from made other where other.story = made.story), language, 'hreflang', 1
      from made where (select count(*) from made other where other.story = made.story) > 1"""


def multiply(archive: Archive, paper: Paper, crawled: Paper) -> None:
    """Adds the articles of a newspaper to an archive that has crawled its newest, the smaller paper's."""
    execute = archive.db.execute
    execute("pragma synchronous = off")
    execute("pragma cache_size = -1048576")  # KiB
    texts = dict(execute("select article_id, text_sha256 from versions"))
    (captures,) = execute("select max(id) from captures").fetchone()
    now = datetime.now(UTC).replace(microsecond=0)
    for start in range(crawled.articles, paper.articles, _BATCH):
        rows = []
        for number in range(start, min(start + _BATCH, paper.articles)):
            row = _made(paper, number, number % crawled.articles, now)
            row["version"] = version_id(row["id"], texts[row["like_id"]], 0)
            rows.append(row | {"capture": captures + number})
        execute("drop table if exists temp.made")
        execute(f"create temp table made ({', '.join(rows[0])})")
        with archive.transaction():
            archive.db.executemany(f"insert into made values ({', '.join(f':{name}' for name in rows[0])})", rows)
            for table in _TABLES:
                execute(_copy(archive.db, table))
            execute("create index temp.made_story on made(story)")
            execute(_ALTERNATES)
            execute(_TRANSLATIONS)


def address_of(paper: Paper, number: int) -> Address:
    """The address of an article, at the publisher's home."""
    path = paper.path(number)
    return Address(f"{PUBLISHER.name}/{paper.language(number)}", path, PUBLISHER.home + path)


def _copy(connection: sqlite3.Connection, table: str) -> str:
    """The statement that copies the rows of a table for everything in `made`."""
    key, own = _TABLES[table]
    columns = [name for _, name, *_ in connection.execute(f"pragma table_info({table})")]
    values = ", ".join(own.get(name, f"t.{name}") for name in columns)
    only = "where t.source = 'sitemap'" if table == "sightings" else ""
    return (
        f"insert into {table} ({', '.join(columns)}) select {values}"
        f" from made cross join {table} t on t.{key} = made.like_id {only}"
    )


def _made(paper: Paper, number: int, like: int, now: datetime) -> dict[str, Any]:
    """What an article has of its own, and of the crawled one that it is made like what is to be replaced."""
    address, other = address_of(paper, number), address_of(paper, like)
    published = paper.published(number)
    fetched = now - _SPREAD * (number * 0.618034 % 1)
    return {
        "id": address.id,
        "path": address.path,
        "url": address.url,
        "language": paper.language(number),
        "story": paper.story(number),
        "published": iso(published),
        "stated": published.isoformat(),
        "sitemap": f"{PUBLISHER.home}/post-sitemap{paper.sitemap_of(number)}.xml",
        "fetched": iso(fetched),
        "due": iso(next_due(PUBLISHER, address, published, fetched)),
        "tag": paper.etag(number).strip('"'),
        "changed": format_datetime(paper.modified(number), usegmt=True),
        "like_id": other.id,
        "like_path": other.path,
        "like_tag": paper.etag(like).strip('"'),
        "like_changed": format_datetime(paper.modified(like), usegmt=True),
    }
