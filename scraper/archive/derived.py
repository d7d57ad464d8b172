"""What we make of the captures: articles, their versions, and what hangs on them.

Every row is a function of the captures in the order they came, so that a rebuild, which reads
them again in that order, gives the same rows.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from enum import StrEnum
from sqlite3 import Connection

from scraper.archive.across import reuse, update
from scraper.archive.across.touched import touch
from scraper.archive.around import Around
from scraper.archive.facts import Kept
from scraper.archive.history.changes import Changes
from scraper.archive.history.statuses import Statuses
from scraper.archive.history.versions import Seen, Versions
from scraper.archive.migrations import DERIVED
from scraper.archive.said import said
from scraper.archive.search import Index
from scraper.archive.staging import staged, unerased
from scraper.records import Article, Prepared, iso

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
    prepared: Prepared
    publisher: str
    extractor: int = 0  # version of the rules that read it
    transforms: Mapping[str, str] = field(default_factory=dict)  # known damage of the publisher's site

    @property
    def seen(self) -> Seen:
        """Its text as a version."""
        said, seen = self.prepared, iso(self.kept.capture.fetched)
        return Seen(self.article_id, said.text_sha256, self.kept.id, self.extractor, seen, said.body, said.words)

    @property
    def article_id(self) -> int:
        """Of which article it is."""
        return self.kept.capture.address.id


class Derived:
    """The derived tables behind one connection; the caller holds the transaction."""

    def __init__(self, connection: Connection) -> None:
        self._db = connection
        self._around = Around(connection)
        self._changes = Changes(connection)
        self._index = Index(connection)
        self._versions = Versions(connection, self._around)
        self.statuses = Statuses(connection, self._around, self._index)

    @contextmanager
    def anew(self) -> Iterator[None]:
        """Empties every derived table and the search index, to be filled again from the beginning inside.

        What is seen across articles is brought up to date at the end.
        """
        with unerased(self._db):
            self._index.clear()
            with staged(self._db, (*DERIVED, "ungrouped"), added=("version_keys",)) as ready:
                with self._index.gathering():
                    yield
                ready()
                update(self._db)

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
        article_id = reading.article_id
        held = self._fingerprint_of(article_id)
        if held is None:
            self._write(reading, anew=False)
            self._versions.add(reading.article, reading.seen)
            return Outcome.NEW
        if held == reading.prepared.fingerprint:
            self._around.shelve(reading.publisher, reading.kept.capture, reading.article)
            self._confirm(reading)
            return Outcome.SAME
        before = self._changes.state(article_id)
        self._write(reading, anew=True)
        changed = before.text_sha256 != reading.prepared.text_sha256
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
        if self._fingerprint_of(reading.article_id) == reading.prepared.fingerprint:
            return self.put(reading)
        self._replace(reading, self._versions.replace)
        self._confirm(reading)
        return Outcome.UPDATED

    def _replace(self, reading: Reading, version: Callable[[str, Article, Seen], str]) -> None:
        before = self._changes.state(reading.article_id)
        self._write(reading, anew=True)
        if before.text_sha256 != reading.prepared.text_sha256:
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
        self.statuses.confirm(reading.article_id, reading.kept.id, reading.kept.capture.fetched)

    def _write(self, reading: Reading, *, anew: bool) -> None:
        """The article's row, what hangs on it and its words; `anew`: in the place of those that are there."""
        article_id, capture = reading.article_id, reading.kept.capture
        if anew:
            self._index.remove(article_id)
            self._around.remove(article_id)
        self._put_article(reading)
        self._around.put(article_id, reading.publisher, capture, reading.article, reading.prepared.targets)
        self._index.put(article_id, reading.prepared.stems)
        reuse.bring(self._db, reading.prepared.digest, reading.prepared.prints)
        touch(self._db, article_id)

    def _put_article(self, reading: Reading) -> None:
        capture, seen = reading.kept.capture, iso(reading.kept.capture.fetched)
        row = {
            "id": reading.article_id,
            "publisher": reading.publisher,
            "edition": capture.address.edition,
            **said(reading.article, reading.prepared),
            "status": "online",
            "status_since": seen,
            "first_seen": seen,
            "last_seen": seen,
            "versions": 0,
            "version_id": "",
            "url": capture.address.url,
            "path": capture.address.path,
            "body_sha256": reading.prepared.body_sha256,
            "capture_id": reading.kept.id,
            "sha256": reading.kept.sha256,
            "reading": reading.prepared.fingerprint,
            "extractor": reading.extractor,
        }
        kept = {"id", "status", "status_since", "first_seen", "last_seen", "versions", "version_id"}
        columns, marks = ", ".join(row), ", ".join(f":{name}" for name in row)
        update = ", ".join(f"{name} = :{name}" for name in row if name not in kept)
        self._db.execute(
            f"insert into articles ({columns}) values ({marks}) on conflict (id) do update set {update}", row
        )
