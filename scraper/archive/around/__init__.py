"""What hangs on an article: authors, sections, tags, links, images, notes, alternates, what is read off its text."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import fields
from operator import attrgetter
from sqlite3 import Connection
from urllib.parse import urlsplit

from scraper.archive.around.anchors import anchor_kind, upload
from scraper.archive.around.bios import bios
from scraper.records import Article, Capture, Link, Profile, Stated, iso

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
    "article_bios",
    "series",
    "country_mentions",
    "profiles",
)
# What was there over time was last seen when the article was last seen with it.
_OF = "set last_seen = max(last_seen, ?2) where"
_EDITION = "edition = (select edition from articles where id = ?1)"
_SEEN = (
    f"update author_names {_OF} {_EDITION}"
    " and (author_id, name) in (select author_id, name from article_authors where article_id = ?1)",
    f"update author_bios {_OF} {_EDITION}"
    " and (author_id, bio) in (select author_id, bio from article_bios where article_id = ?1)",
    f"update related_seen {_OF} article_id = ?1 and href in (select href from related where article_id = ?1)",
)

_PROFILE = attrgetter(*(field.name for field in fields(Profile)))


class Around:
    """These tables behind one connection; the caller holds the transaction."""

    def __init__(self, connection: Connection) -> None:
        self._db = connection

    def remove(self, article_id: int) -> None:
        """Takes away what an earlier reading left."""
        for table in _TABLES:
            self._db.execute(f"delete from {table} where article_id = ?", (article_id,))

    def confirm(self, article_id: int, seen: str) -> None:
        """What hangs on an article was seen again with it."""
        for update in _SEEN:
            self._db.execute(update, (article_id, seen))

    def put_version(self, version_id: str, article_id: int, article: Article) -> None:
        """Adds what is kept of each version: whom its text marks."""
        self._db.executemany(
            "insert into disclaimers values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            [
                (version_id, position, article_id, x.kind, x.form, x.language, x.entity, x.key, x.block, x.words)
                for position, x in enumerate(article.disclaimers, 1)
            ],
        )

    def remove_version(self, version_id: str) -> None:
        """Takes away what was kept of a version that gives way to another."""
        self._db.execute("delete from disclaimers where version_id = ?", (version_id,))

    def put(
        self, article_id: int, publisher: str, capture: Capture, article: Article, targets: Mapping[str, int]
    ) -> None:
        """Adds the rows; those of an earlier reading are to be removed first."""
        edition, seen = capture.address.edition, iso(capture.fetched)
        self.shelve(publisher, capture, article)
        for position, author in enumerate(article.authors, 1):
            key = f"{publisher}:{author.slug}"
            self._db.execute(
                "insert into author_names values (?1, ?2, ?3, ?4, ?4) on conflict do update"
                " set first_seen = min(first_seen, ?4), last_seen = max(last_seen, ?4)",
                (key, edition, author.name, seen),
            )
            self._db.execute(
                "insert or ignore into article_authors values (?, ?, ?, ?)", (article_id, key, position, author.name)
            )
        for position, section in enumerate(article.sections, 1):
            key = f"{edition}:{section.kind}:{section.slug}"
            self._db.execute("insert or ignore into article_sections values (?, ?, ?)", (article_id, key, position))
        for position, tag in enumerate(article.tags, 1):
            self._db.execute(
                "insert or ignore into article_tags values (?, ?, ?)", (article_id, f"{edition}:{tag.slug}", position)
            )
        self._list("links", article_id, (_link(x, targets) for x in article.links))
        self._list(
            "images", article_id, ((x.src, _file(x.src), x.alt, x.caption, upload(x.src)) for x in article.images)
        )
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

        self._put_bios(article_id, publisher, edition, article, seen)
        self._put_read(article_id, edition, article)
        self._db.executemany(
            "insert into related_seen values (?1, ?2, ?3, ?4, ?5, ?5) on conflict (article_id, href) do update"
            " set target_id = ?3, title = ?4, first_seen = min(first_seen, ?5), last_seen = max(last_seen, ?5)",
            [(article_id, x.href, targets.get(x.href), x.title, seen) for x in article.related],
        )

    def shelve(self, publisher: str, capture: Capture, article: Article) -> None:
        """Adds the authors, sections and tags that a page names; each is called as it was printed last.

        An author has one name for all editions, the English; where there is none, the first.
        """
        edition, seen, english = capture.address.edition, iso(capture.fetched), article.language == "en"
        for author in article.authors:
            key = f"{publisher}:{author.slug}"
            if self._is_named(f"author:{key}", author.name, seen, english=english):
                self._db.execute(
                    "insert into authors (id, publisher, slug, name) values (?1, ?2, ?3, ?4)"
                    " on conflict (id) do update set name = ?4",
                    (key, publisher, author.slug, author.name),
                )
        for section in article.sections:
            key = f"{edition}:{section.kind}:{section.slug}"
            if self._is_named(f"section:{key}", section.name, seen):
                self._db.execute(
                    "insert into sections (id, edition, kind, slug, name) values (?1, ?2, ?3, ?4, ?5)"
                    " on conflict (id) do update set name = ?5",
                    (key, edition, section.kind, section.slug, section.name),
                )
        for tag in article.tags:
            key = f"{edition}:{tag.slug}"
            if self._is_named(f"tag:{key}", tag.name, seen):
                self._db.execute(
                    "insert into tags (id, edition, slug, name) values (?1, ?2, ?3, ?4)"
                    " on conflict (id) do update set name = ?4",
                    (key, edition, tag.slug, tag.name),
                )

    def _is_named(self, what: str, name: str, seen: str, *, english: bool = True) -> bool:
        """Notes that a name was printed; whether it is the one to be called by, whatever order pages come in."""
        found = self._db.execute(
            "insert into named (what, name, last_seen, english) values (?1, ?2, ?3, ?4) on conflict do update"
            " set name = ?2, last_seen = ?3, english = ?4"
            " where case when ?4 then not english or (?3, ?2) > (last_seen, name)"
            " else not english and (?3, ?2) < (last_seen, name) end",
            (what, name, seen, english),
        )
        return found.rowcount > 0

    def _put_bios(self, article_id: int, publisher: str, edition: str, article: Article, seen: str) -> None:
        for position, bio in enumerate(bios(article), 1):
            author = f"{publisher}:{bio.author}" if bio.author else None
            self._db.execute("insert into article_bios values (?, ?, ?, ?)", (article_id, position, author, bio.text))
            if author:
                self._db.execute(
                    "insert into author_bios values (?1, ?2, ?3, ?4, ?5, ?5) on conflict do update"
                    " set first_seen = min(first_seen, ?5), last_seen = max(last_seen, ?5), about = min(about, ?4)",
                    (author, edition, bio.text, bio.about, seen),
                )

    def _put_read(self, article_id: int, edition: str, article: Article) -> None:
        """Adds what is read off the text: its series, the countries it names, its profile."""
        if part := article.instalment:
            self._db.execute(
                "insert into series values (?, ?, ?, ?, ?, ?)",
                (article_id, edition, part.key, part.title, part.number, part.words),
            )
        self._db.executemany(
            "insert into country_mentions values (?, ?, ?, ?, ?)",
            [(article_id, x.country, x.mentions, x.first_block, x.in_title) for x in article.countries],
        )
        if article.profile:
            values = _PROFILE(article.profile)
            self._db.execute(f"insert into profiles values (?{', ?' * len(values)})", (article_id, *values))

    def _list(self, table: str, article_id: int, rows: Iterable[tuple[object, ...]]) -> None:
        placed = [(article_id, position, *row) for position, row in enumerate(rows, 1)]
        if placed:
            marks = ", ".join("?" * len(placed[0]))
            self._db.executemany(f"insert into {table} values ({marks})", placed)


def _json(rivals: Sequence[Stated]) -> str:
    if not rivals:
        return "[]"
    return json.dumps([{"source": rival.source, "raw": rival.raw} for rival in rivals], ensure_ascii=False)


def _link(link: Link, targets: Mapping[str, int]) -> tuple[object, ...]:
    where = (link.part, link.block, link.site, link.internal, anchor_kind(link.anchor))
    return link.href, link.anchor, link.host, targets.get(link.href), *where


def _file(src: str) -> str:
    return urlsplit(src).path.rsplit("/", 1)[-1]
