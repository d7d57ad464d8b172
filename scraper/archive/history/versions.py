"""The different texts of an article, each with a key that stays the same for ever."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from hashlib import sha256
from sqlite3 import Connection
from typing import NamedTuple

from scraper.archive.around import Around
from scraper.records import Article, iso


@dataclass(frozen=True, slots=True)
class Seen:
    """A text as a capture brought it."""

    article_id: int
    text_sha256: str
    capture_id: int
    extractor: int  # version of the rules that read it
    seen: str  # UTC, ISO 8601
    body: str
    words: int  # of lead and body


class _Old(NamedTuple):
    id: str
    number: int
    first_seen: str
    last_seen: str
    capture_id: int


class Versions:
    """The versions behind one connection; the caller holds the transaction."""

    def __init__(self, connection: Connection, around: Around) -> None:
        self._db = connection
        self._around = around

    def add(self, article: Article, seen: Seen) -> str:
        """Adds the article's next version, and returns its key."""
        (last,) = self._db.execute(
            "select coalesce(max(number), 0) from versions where article_id = ?", (seen.article_id,)
        ).fetchone()
        return self._write(article, seen, last + 1, seen.seen, seen.seen)

    def replace(self, version_id: str, article: Article, seen: Seen) -> str:
        """Puts a text in the place of one that was only a part of it, and returns its key.

        It keeps the number, and since when it was there. Whoever cites the other key still finds it.
        """
        return self._in_place_of(self._take_out(version_id), article, seen)

    def reread(self, version_id: str, article: Article, seen: Seen) -> str:
        """As `replace`, where other rules read the same bytes otherwise: it keeps its capture too."""
        old = self._take_out(version_id)
        return self._in_place_of(old, article, dataclasses.replace(seen, capture_id=old.capture_id))

    def _take_out(self, version_id: str) -> _Old:
        row = self._db.execute(
            "select id, number, first_seen, last_seen, capture_id from versions where id = ?", (version_id,)
        ).fetchone()
        self._around.remove_version(version_id)
        self._db.execute("delete from versions where id = ?", (version_id,))
        return _Old(*row)

    def _in_place_of(self, old: _Old, article: Article, seen: Seen) -> str:
        key = self._write(article, seen, old.number, old.first_seen, old.last_seen)
        for side in ("version_before", "version_after"):
            self._db.execute(
                f"update changes set {side} = ? where article_id = ? and {side} = ?", (key, seen.article_id, old.id)
            )
        return key

    def _write(self, article: Article, seen: Seen, number: int, first_seen: str, last_seen: str) -> str:
        (times,) = self._db.execute(
            "select count(*) from versions where article_id = ? and text_sha256 = ?",
            (seen.article_id, seen.text_sha256),
        ).fetchone()
        key = version_id(seen.article_id, seen.text_sha256, times)
        row = {
            "id": key,
            "article_id": seen.article_id,
            "number": number,
            "first_seen": first_seen,
            "last_seen": last_seen,
            "modified": iso(article.modified) if article.modified else None,
            "title": article.title,
            "lead": article.lead,
            "body": seen.body,
            "structure": article.structure,
            "footnotes": "\n".join(article.footnotes) or None,
            "words": seen.words,
            "layout": article.layout,
            "text_sha256": seen.text_sha256,
            "capture_id": seen.capture_id,
        }
        self._db.execute(
            f"insert into versions ({', '.join(row)}) values ({', '.join(f':{name}' for name in row)})", row
        )
        self._around.put_version(key, seen.article_id, article)
        self._db.execute(
            "update articles set version_id = ?, versions = ? where id = ?", (key, number, seen.article_id)
        )
        self._db.execute(
            "insert or ignore into version_keys (id, article_id, capture_id, text_sha256, extractor)"
            " values (?, ?, ?, ?, ?)",
            (key, seen.article_id, seen.capture_id, seen.text_sha256, seen.extractor),
        )
        return key


def version_id(article_id: int, text_sha256: str, times: int) -> str:
    """The permanent key of a version; `times` is how often the article had this very text before."""
    again = f"\n{times}" if times else ""
    return "v" + sha256(f"{article_id}\n{text_sha256}{again}".encode()).hexdigest()[:16]
