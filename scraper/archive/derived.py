"""What we make of the captures: articles, their versions, and what hangs on them.

Every row is a function of the captures in the order they came, so that a rebuild, which reads
them again in that order, gives the same rows.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, fields, is_dataclass
from datetime import datetime
from enum import StrEnum
from hashlib import sha256
from sqlite3 import Connection

from scraper.archive.across.touched import touch
from scraper.archive.around import Around
from scraper.archive.facts import Kept
from scraper.archive.migrations import DERIVED
from scraper.archive.search import Index
from scraper.records import Article, iso


class Outcome(StrEnum):
    """What keeping a page did to the archive."""

    NEW = "new"  # an article that was not there
    CHANGED = "changed"  # another text: a version more
    UPDATED = "updated"  # the same text; something around it differs
    SAME = "same"


_ANSWERS = ("online", "gone-404", "gone-410", "redirected")  # statuses that a server states; others, its pages


@dataclass(frozen=True, slots=True)
class Reading:
    """An article as it is to be stored."""

    kept: Kept
    article: Article
    publisher: str
    text_sha256: str  # of title, lead, body and footnotes, folded
    body_sha256: str | None  # of the body alone, folded; None if it is too short to be compared
    targets: Mapping[str, int]  # link → id of the article it means


class Derived:
    """The derived tables behind one connection; the caller holds the transaction."""

    def __init__(self, connection: Connection) -> None:
        self._db = connection
        self._around = Around(connection)
        self._index = Index(connection)

    def clear(self) -> None:
        """Empties every derived table and the search index."""
        for table in DERIVED:
            self._db.execute(f"delete from {table}")
        self._index.clear()

    def put(self, reading: Reading) -> Outcome:
        """Stores what a capture says."""
        article_id, article = reading.kept.capture.address.id, reading.article
        seen = iso(reading.kept.capture.fetched)
        print_ = _fingerprint(article)
        before = self._db.execute(
            "select a.reading, v.text_sha256 from articles a join versions v on v.id = a.version_id where a.id = ?",
            (article_id,),
        ).fetchone()
        if before and before[0] == print_:
            self.confirm(article_id, reading.kept.capture.fetched)
            return Outcome.SAME
        changed = before is None or before[1] != reading.text_sha256
        if before:
            self._index.remove(article_id)
            self._around.remove(article_id)
        self._put_article(article_id, reading, print_, seen)
        if changed:
            self._add_version(article_id, reading, seen)
        self._around.put(article_id, reading.publisher, reading.kept.capture, reading.article, reading.targets)
        self._index.add(article_id)
        touch(self._db, article_id)
        self.confirm(article_id, reading.kept.capture.fetched)
        return Outcome.NEW if before is None else Outcome.CHANGED if changed else Outcome.UPDATED

    def complete(self, reading: Reading) -> Outcome:
        """Stores the whole of what was held only in part: the last version gives way to it.

        The version keeps its number, and since when it was there. The article must be held.
        """
        article_id = reading.kept.capture.address.id
        key, number, first_seen = self._db.execute(
            "select v.id, v.number, v.first_seen from versions v join articles a on a.version_id = v.id where a.id = ?",
            (article_id,),
        ).fetchone()
        outcome = self.put(reading)
        if outcome is not Outcome.CHANGED:
            return outcome
        self._db.execute("delete from versions where id = ?", (key,))
        self._db.execute(
            "update versions set number = ?1, first_seen = ?2 where article_id = ?3 and number = ?1 + 1",
            (number, first_seen, article_id),
        )
        self._db.execute("update articles set versions = ? where id = ?", (number, article_id))
        return Outcome.UPDATED

    def capture_of_version(self, article_id: int) -> int | None:
        """The capture that the last version of an article was read from; None if the article is not held."""
        row = self._db.execute(
            "select v.capture_id from versions v join articles a on a.version_id = v.id where a.id = ?", (article_id,)
        ).fetchone()
        return row[0] if row else None

    def confirm(self, article_id: int, fetched: datetime) -> None:
        """The article was seen again as it stands."""
        seen = iso(fetched)
        self._db.execute(
            "update articles set last_seen = ?1, moved_to = null, status = 'online',"
            " status_since = case status when 'online' then status_since else ?1 end where id = ?2",
            (seen, article_id),
        )
        self._db.execute(
            "update versions set last_seen = ? where id = (select version_id from articles where id = ?)",
            (seen, article_id),
        )

    def unchanged(self, article_id: int, fetched: datetime) -> None:
        """The address answered that nothing changed: what was no article at the last visit is none now."""
        row = self._db.execute("select status from articles where id = ?", (article_id,)).fetchone()
        if row and row[0] in _ANSWERS:
            self.confirm(article_id, fetched)

    def went(self, article_id: int, status: str, fetched: datetime, moved_to: int | None = None) -> bool:
        """The address no longer gives the article; returns whether that is news. Its versions stay."""
        self._db.execute(
            "update articles set status = ?1, status_since = ?2, moved_to = ?3 where id = ?4 and status <> ?1",
            (status, iso(fetched), moved_to, article_id),
        )
        return bool(self._db.execute("select changes()").fetchone()[0])

    def _put_article(self, article_id: int, reading: Reading, print_: str, seen: str) -> None:
        article, capture = reading.article, reading.kept.capture
        published = article.published
        row = {
            "id": article_id,
            "publisher": reading.publisher,
            "edition": capture.address.edition,
            "language": article.language,
            "title": article.title,
            "lead": article.lead,
            "byline": "; ".join(author.name for author in article.authors) or None,
            "published_date": published.day.isoformat() if published else None,
            "published": iso(published.moment) if published and published.moment else None,
            "published_zone": published.zone if published else None,
            "published_text": published.printed if published else None,
            "modified": iso(article.modified) if article.modified else None,
            "sections": "; ".join(found.name for found in article.sections if found.kind != "place") or None,
            "places": "; ".join(found.name for found in article.sections if found.kind == "place") or None,
            "tags": "; ".join(tag.name for tag in article.tags) or None,
            "words": article.words,
            "status": "online",
            "status_since": seen,
            "first_seen": seen,
            "last_seen": seen,
            "versions": 0,
            "version_id": "",
            "url": capture.address.url,
            "path": capture.address.path,
            "canonical": article.canonical,
            "language_detected": article.language_detected,
            "layout": article.layout,
            "encoding": article.encoding,
            "replaced": article.replaced,
            "author_bio": article.author_bio,
            "body": article.body,
            "body_sha256": reading.body_sha256,
            "structure": article.structure,
            "capture_id": reading.kept.id,
            "sha256": reading.kept.sha256,
            "reading": print_,
        }
        kept = {"id", "status", "status_since", "first_seen", "versions", "version_id"}
        columns, marks = ", ".join(row), ", ".join(f":{name}" for name in row)
        update = ", ".join(f"{name} = :{name}" for name in row if name not in kept)
        self._db.execute(
            f"insert into articles ({columns}) values ({marks}) on conflict (id) do update set {update}", row
        )

    def _add_version(self, article_id: int, reading: Reading, seen: str) -> None:
        article = reading.article
        number, times = self._db.execute(
            "select count(*) + 1, coalesce(sum(text_sha256 = ?), 0) from versions where article_id = ?",
            (reading.text_sha256, article_id),
        ).fetchone()
        key = version_id(article_id, reading.text_sha256, times)
        row = {
            "id": key,
            "article_id": article_id,
            "number": number,
            "first_seen": seen,
            "last_seen": seen,
            "modified": iso(article.modified) if article.modified else None,
            "title": article.title,
            "lead": article.lead,
            "body": article.body,
            "structure": article.structure,
            "footnotes": "\n".join(article.footnotes) or None,
            "words": article.words,
            "layout": article.layout,
            "text_sha256": reading.text_sha256,
            "capture_id": reading.kept.id,
        }
        self._db.execute(
            f"insert into versions ({', '.join(row)}) values ({', '.join(f':{name}' for name in row)})", row
        )
        self._db.execute("update articles set version_id = ?, versions = ? where id = ?", (key, number, article_id))


def _fingerprint(article: Article) -> str:
    """SHA-256 of all that was read: whether a page says the same as the last time."""
    return sha256(json.dumps(_plain(article), default=_plain).encode()).hexdigest()


def _plain(value: object) -> object:
    """A record as its values in order; anything else that JSON has no form for, as text."""
    return [getattr(value, field.name) for field in fields(value)] if is_dataclass(value) else str(value)


def version_id(article_id: int, text_sha256: str, times: int) -> str:
    """The permanent key of a version; `times` is how often the article had this very text before."""
    again = f"\n{times}" if times else ""
    return "v" + sha256(f"{article_id}\n{text_sha256}{again}".encode()).hexdigest()[:16]
