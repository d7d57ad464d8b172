"""What we make of the captures: articles, their versions, and what hangs on them.

Every row is a function of the captures in the order they came, so that a rebuild, which reads
them again in that order, gives the same rows.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field, fields, is_dataclass, replace
from enum import StrEnum
from hashlib import sha256
from sqlite3 import Connection

from scraper.archive.across.touched import touch
from scraper.archive.around import Around
from scraper.archive.facts import Kept
from scraper.archive.history.changes import Changes
from scraper.archive.history.statuses import Statuses
from scraper.archive.history.versions import Seen, Versions
from scraper.archive.migrations import DERIVED
from scraper.archive.search import Index
from scraper.records import Article, iso

_OF_ONE = ("related_seen", "disclaimers", "change_passages", "changes", "statuses", "versions")


class Outcome(StrEnum):
    """What keeping a page did to the archive."""

    NEW = "new"  # an article that was not there
    CHANGED = "changed"  # another text: a version more
    UPDATED = "updated"  # the same text; something around it differs
    SAME = "same"


@dataclass(frozen=True, slots=True)
class Reading:
    """An article as it is to be stored."""

    kept: Kept
    article: Article
    publisher: str
    text_sha256: str  # of title, lead, body and footnotes, folded
    body_sha256: str | None  # of the body alone, folded; None if it is too short to be compared
    targets: Mapping[str, int]  # link → id of the article it means
    extractor: int = 0  # version of the rules that read it
    transforms: Mapping[str, str] = field(default_factory=dict)  # known damage of the publisher's site

    @property
    def seen(self) -> Seen:
        """Its text as a version."""
        capture = self.kept.capture
        return Seen(capture.address.id, self.text_sha256, self.kept.id, self.extractor, iso(capture.fetched))


class Derived:
    """The derived tables behind one connection; the caller holds the transaction."""

    def __init__(self, connection: Connection) -> None:
        self._db = connection
        self._around = Around(connection)
        self._changes = Changes(connection)
        self._index = Index(connection)
        self._versions = Versions(connection, self._around)
        self.statuses = Statuses(connection, self._around, self._index)

    def clear(self) -> None:
        """Empties every derived table and the search index."""
        for table in DERIVED:
            self._db.execute(f"delete from {table}")
        self._index.clear()

    def take_out(self, ids: Collection[int]) -> None:
        """Empties what is made of some articles alone; what is seen across articles waits for `update`.

        They must all be put again in this transaction.
        """
        self._db.execute("pragma defer_foreign_keys = on")
        for article_id in ids:
            if self._fingerprint_of(article_id) is not None:
                self._index.remove(article_id)
                touch(self._db, article_id)
            self._around.remove(article_id)
            for table in _OF_ONE:
                self._db.execute(f"delete from {table} where article_id = ?", (article_id,))
            self._db.execute("delete from articles where id = ?", (article_id,))

    def held(self, ids: Collection[int]) -> set[int]:
        """Those of these articles that are held."""
        sql = "select id from articles where id in (select value from json_each(?))"
        return {article_id for (article_id,) in self._db.execute(sql, (json.dumps(sorted(ids)),))}

    def texts(self, ids: Collection[int], extractor: int) -> set[tuple[int, str]]:
        """The texts of these articles' versions, of those that rules of that version read."""
        rows = self._db.execute(
            "select v.article_id, v.text_sha256 from versions v join articles a on a.id = v.article_id"
            " where a.extractor = ? and a.id in (select value from json_each(?))",
            (extractor, json.dumps(sorted(ids))),
        )
        return set(rows.fetchall())

    def put(self, reading: Reading) -> Outcome:
        """Stores what a capture says; what is held must have been read by the same rules."""
        article_id, print_ = reading.seen.article_id, _fingerprint(reading.article)
        held = self._fingerprint_of(article_id)
        if held is None:
            self._write(reading, print_, anew=False)
            self._versions.add(reading.article, reading.seen)
            return Outcome.NEW
        if held == print_:
            self._around.shelve(reading.publisher, reading.kept.capture, reading.article)
            self._confirm(reading)
            return Outcome.SAME
        before = self._changes.state(article_id)
        self._write(reading, print_, anew=True)
        changed = before.text_sha256 != reading.text_sha256
        if changed:
            self._versions.add(reading.article, reading.seen)
        after = replace(self._changes.state(article_id), seen=reading.seen.seen)
        self._changes.note(article_id, before, after, reading.transforms)
        self._confirm(reading)
        return Outcome.CHANGED if changed else Outcome.UPDATED

    def reread(self, reading: Reading) -> None:
        """Stores what other rules make of the very capture that is held: nothing was changed by the publisher.

        The last version gives way, and keeps its number and its times. The article must be held.
        """
        self._replace(reading, self._versions.reread)

    def complete(self, reading: Reading) -> Outcome:
        """Stores the whole of what was held only in part: the last version gives way to it.

        The version keeps its number, and since when it was there. The article must be held.
        """
        if self._fingerprint_of(reading.seen.article_id) == _fingerprint(reading.article):
            return self.put(reading)
        self._replace(reading, self._versions.replace)
        self._confirm(reading)
        return Outcome.UPDATED

    def _replace(self, reading: Reading, version: Callable[[str, Article, Seen], str]) -> None:
        before = self._changes.state(reading.seen.article_id)
        self._write(reading, _fingerprint(reading.article), anew=True)
        if before.text_sha256 != reading.text_sha256:
            version(before.version_id, reading.article, reading.seen)

    def capture_of_version(self, article_id: int) -> int | None:
        """The capture that the last version of an article was read from; None if the article is not held."""
        row = self._db.execute(
            "select v.capture_id from versions v join articles a on a.version_id = v.id where a.id = ?", (article_id,)
        ).fetchone()
        return row[0] if row else None

    def read_otherwise(self, article_id: int, extractor: int) -> int | None:
        """The capture of what is held of an article, if other rules read it; None if nothing is held or these did."""
        row = self._db.execute(
            "select capture_id from articles where id = ? and extractor <> ?", (article_id, extractor)
        ).fetchone()
        return row[0] if row else None

    def _fingerprint_of(self, article_id: int) -> str | None:
        row = self._db.execute("select reading from articles where id = ?", (article_id,)).fetchone()
        return row[0] if row else None

    def _confirm(self, reading: Reading) -> None:
        self.statuses.confirm(reading.seen.article_id, reading.kept.id, reading.kept.capture.fetched)

    def _write(self, reading: Reading, print_: str, *, anew: bool) -> None:
        """The article's row, what hangs on it and its words; `anew`: in the place of those that are there."""
        article_id, capture = reading.seen.article_id, reading.kept.capture
        if anew:
            self._index.remove(article_id)
            self._around.remove(article_id)
        self._put_article(article_id, reading, print_, reading.seen.seen)
        self._around.put(article_id, reading.publisher, capture, reading.article, reading.targets)
        self._index.add(article_id)
        touch(self._db, article_id)

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
            "mended": article.mended,
            "author_bio": article.author_bio,
            "body": article.body,
            "body_sha256": reading.body_sha256,
            "structure": article.structure,
            "capture_id": reading.kept.id,
            "sha256": reading.kept.sha256,
            "reading": print_,
            "extractor": reading.extractor,
        }
        kept = {"id", "status", "status_since", "first_seen", "last_seen", "versions", "version_id"}
        columns, marks = ", ".join(row), ", ".join(f":{name}" for name in row)
        update = ", ".join(f"{name} = :{name}" for name in row if name not in kept)
        self._db.execute(
            f"insert into articles ({columns}) values ({marks}) on conflict (id) do update set {update}", row
        )


def _fingerprint(article: Article) -> str:
    """SHA-256 of all that was read: whether a page says the same as the last time."""
    return sha256(json.dumps(_plain(article), default=_plain).encode()).hexdigest()


def _plain(value: object) -> object:
    """A record as its values in order; anything else that JSON has no form for, as text."""
    return [getattr(value, field.name) for field in fields(value)] if is_dataclass(value) else str(value)
