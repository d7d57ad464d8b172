"""What hangs on an article: authors, sections, tags, links, images, notes, alternates, sources of its fields."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from sqlite3 import Connection
from urllib.parse import urlsplit

from scraper.records import Article, Capture, Stated, iso

_TABLES = (
    "article_authors",
    "article_sections",
    "article_tags",
    "links",
    "images",
    "footnotes",
    "pull_quotes",
    "related",
    "alternates",
    "field_sources",
)


class Around:
    """These tables behind one connection; the caller holds the transaction."""

    def __init__(self, connection: Connection) -> None:
        self._db = connection

    def remove(self, article_id: int) -> None:
        """Takes away what an earlier reading left."""
        for table in _TABLES:
            self._db.execute(f"delete from {table} where article_id = ?", (article_id,))

    def put(
        self, article_id: int, publisher: str, capture: Capture, article: Article, targets: Mapping[str, int]
    ) -> None:
        """Adds the rows; those of an earlier reading are to be removed first."""
        edition, seen = capture.address.edition, iso(capture.fetched)
        for position, author in enumerate(article.authors, 1):
            key = f"{publisher}:{author.slug}"
            self._db.execute(
                "insert into authors (id, publisher, slug, name) values (?1, ?2, ?3, ?4)"
                " on conflict (id) do update set name = ?4 where ?5 = 'en'",  # one name for all editions: the English
                (key, publisher, author.slug, author.name, article.language),
            )
            self._db.execute(
                "insert into author_names values (?1, ?2, ?3, ?4, ?4) on conflict do update set last_seen = ?4",
                (key, edition, author.name, seen),
            )
            self._db.execute(
                "insert or ignore into article_authors values (?, ?, ?, ?)", (article_id, key, position, author.name)
            )
        for position, section in enumerate(article.sections, 1):
            key = f"{edition}:{section.kind}:{section.slug}"
            self._db.execute(
                "insert into sections (id, edition, kind, slug, name) values (?1, ?2, ?3, ?4, ?5)"
                " on conflict (id) do update set name = ?5",
                (key, edition, section.kind, section.slug, section.name),
            )
            self._db.execute("insert or ignore into article_sections values (?, ?, ?)", (article_id, key, position))
        for position, tag in enumerate(article.tags, 1):
            key = f"{edition}:{tag.slug}"
            self._db.execute(
                "insert into tags (id, edition, slug, name) values (?1, ?2, ?3, ?4)"
                " on conflict (id) do update set name = ?4",
                (key, edition, tag.slug, tag.name),
            )
            self._db.execute("insert or ignore into article_tags values (?, ?, ?)", (article_id, key, position))
        self._list("links", article_id, ((x.href, x.anchor, _host(x.href), targets.get(x.href)) for x in article.links))
        self._list("images", article_id, ((x.src, _file(x.src), x.alt, x.caption) for x in article.images))
        self._list("footnotes", article_id, ((text,) for text in article.footnotes))
        self._list("pull_quotes", article_id, ((text,) for text in article.pull_quotes))
        self._list("related", article_id, ((x.href, x.title, targets.get(x.href)) for x in article.related))
        self._db.executemany(
            "insert into alternates values (?, ?, ?)",
            [(article_id, language, url) for language, url in sorted(article.translations.items())],
        )
        self._db.executemany(
            "insert into field_sources values (?, ?, ?, ?, ?)",
            [(article_id, x.field, x.source, x.raw, _json(x.rivals)) for x in article.sources],
        )

    def _list(self, table: str, article_id: int, rows: Iterable[tuple[object, ...]]) -> None:
        for position, row in enumerate(rows, 1):
            marks = ", ".join("?" * (len(row) + 2))
            self._db.execute(f"insert into {table} values ({marks})", (article_id, position, *row))


def _json(rivals: Sequence[Stated]) -> str:
    return json.dumps([asdict(rival) for rival in rivals], ensure_ascii=False) if rivals else "[]"


def _host(href: str) -> str | None:
    try:
        return (urlsplit(href).hostname or "").removeprefix("www.") or None
    except ValueError:
        return None


def _file(src: str) -> str:
    return urlsplit(src).path.rsplit("/", 1)[-1]
