"""A whole export of another archive, made an archive again: every fact under its number, the rest by a rebuild."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from scraper.archive import Archive, Kept
from scraper.archive.migrations import DERIVED
from scraper.bodies import HEAD, most
from scraper.imports.warc import ours
from scraper.imports.warc.captures import capture_of, sent_of
from scraper.keep import rebuild
from scraper.parts import new_folder, part_of, sweep
from scraper.readers import Readers
from scraper.records import Kind
from scraper.warc.reading.exchanges import Unusable
from scraper.warc.reading.opening import Opened, opened
from scraper.warc.reading.records import Head, Record, Torn
from scraper.warc.reading.stream import Records

_MOST_ROWS = 16 * 1024 * 1024  # bytes of a record with rows of a table
_LAST = "frontier"  # one of the tables that come behind all captures
_WITH_CAPTURES = ("captures", "bodies", "dictionaries", "requests")
_BATCH = 200  # captures that are committed together

Progress = Callable[[int, int], object]


class NotWhole(Exception):
    """The files are not all of one export, or not as they were written: they are taken as any others are."""


@dataclass(frozen=True, slots=True)
class _Waiting:
    """An answer whose request may follow."""

    kept: Kept
    crawl_id: int
    layout: str
    record: str | None


@dataclass
class _Restored:
    archive: Archive
    tables: Mapping[str, frozenset[str]]  # those that may be filled → their columns
    captures: int = 0
    seen: set[str] = field(default_factory=set)  # tables of which rows came
    _waiting: _Waiting | None = None

    def take(self, record: Record) -> None:
        """Takes a record of an export. Raises `NotWhole` for what is none."""
        head, known = record.head, ours.said_of(record.head)
        if head.type == "request" and self._waiting and record.block is not None:
            to = (head.get("WARC-Concurrent-To") or "").strip("<> ")
            if to == self._waiting.record:
                kept = self._waiting.kept
                asked = replace(kept, capture=replace(kept.capture, request=sent_of(record)))
                self._waiting = replace(self._waiting, kept=asked)
            return
        self.flush()
        if head.type in ("response", "revisit"):
            self._answer(head, record.block, known)
        elif head.type == "metadata" and "table" in known:
            self._rows(str(known["table"]), record.block)

    def flush(self) -> None:
        """Adds the capture that waited for its request."""
        if self._waiting:
            self.archive.facts.put_back(self._waiting.kept, self._waiting.crawl_id, self._waiting.layout)
            self.captures += 1
            self._waiting = None

    def _answer(self, head: Head, block: bytes | None, known: Mapping[str, Any]) -> None:
        if block is None or "kind" not in known or head.url is None:
            raise NotWhole(head.url)
        address, kind = ours.of_capture(known, head.url)
        capture = ours.exact(capture_of(head, block, address, kind), known)
        if head.type == "revisit" and capture.status != 304:
            digest = (head.get("WARC-Payload-Digest") or "").removeprefix("sha256:")
            with suppress(KeyError):
                capture = replace(capture, body=self.archive.bodies.get(digest))
        number, crawl, revisit_of = (known.get(name) for name in ("capture", "crawl", "revisit_of"))
        if not isinstance(number, int) or not isinstance(crawl, int) or not isinstance(revisit_of, int | None):
            raise NotWhole(head.url)
        layout = str(known.get("layout", kind.value))
        self._waiting = _Waiting(Kept(number, capture, None, revisit_of), crawl, layout, head.id)

    def _rows(self, table: str, block: bytes | None) -> None:
        columns = self.tables.get(table)
        if columns is None or block is None:
            raise NotWhole(table)
        self.seen.add(table)
        for line in block.splitlines():
            row = json.loads(line)
            if not isinstance(row, dict) or not row.keys() <= columns:
                raise NotWhole(table)
            names = ", ".join(f'"{name}"' for name in row)
            values = [_value(value) for value in row.values()]
            marks = ", ".join("?" * len(values))
            self.archive.db.execute(f'insert into "{table}" ({names}) values ({marks})', values)


def restored(path: Path, files: Sequence[str], readers: Readers, progress: Progress) -> int | None:
    """Makes the archive that was exported to these files; returns how many captures it has.

    None, and nothing is written, if there is something in the archive already, or the files are not the whole export
    of one, in their order and sound. The archive takes its name when it is complete. Raises what `Archive.open` does.
    """
    if not _is_empty(path) or not _is_whole(files[0]):
        return None
    sweep(path)
    with new_folder(part_of(path)) as part:
        whole = part / path.name
        try:
            count = _restore(whole, files, readers, progress)
        except NotWhole:
            return None
        for end in ("-wal", "-shm"):
            path.with_name(path.name + end).unlink(missing_ok=True)
        whole.replace(path)
    return count


def _restore(path: Path, files: Sequence[str], readers: Readers, progress: Progress) -> int:
    with Archive.open(path, create=True) as archive:
        made = _Restored(archive, _tables(archive))
        for file in files:
            with opened(file) as found:
                for one in found:
                    for done in _read(archive, made, one):
                        progress(done, 0)
        (last,) = archive.db.execute("select coalesce(max(id), 0) from captures").fetchone()
        if _LAST not in made.seen or archive.db.execute("pragma foreign_key_check").fetchone():
            raise NotWhole(path.name)
        rebuild(archive, readers)
    return int(last)


def _read(archive: Archive, made: _Restored, one: Opened) -> Iterator[int]:
    """Takes a file, some records at a time. Raises `NotWhole` for what no export has."""
    records = iter(Records(one.file, _wanted))
    going = True
    while going:
        with archive.transaction():
            archive.db.execute("pragma defer_foreign_keys = on")
            for _ in range(_BATCH):
                record = next(records, None)
                if record is None:
                    made.flush()
                    going = False
                    break
                if isinstance(record, Torn):
                    raise NotWhole(record.what)
                try:
                    made.take(record)
                except (Unusable, ValueError, ArithmeticError) as error:
                    raise NotWhole(str(error)) from error
        yield made.captures


def _is_empty(path: Path) -> bool:
    """Whether there is no archive yet, or nothing in it."""
    archive = Archive.look(path)
    if archive is None:
        return True
    with archive:
        return archive.db.execute("select 1 from crawls").fetchone() is None


def _is_whole(file: str) -> bool:
    """Whether a file begins as the first of a whole export of ours does."""
    with opened(file) as found:
        for record in Records(next(found).file, _wanted):
            known = ours.said_of(record.head) if isinstance(record, Record) else {}
            return known.get("whole") is True and known.get("format") == ours.FORMAT
    return False


def _wanted(head: Head) -> int:
    if head.type in ("response", "revisit"):
        return most(Kind.SITEMAP) + HEAD
    return _MOST_ROWS if head.type == "metadata" else HEAD


def _tables(archive: Archive) -> Mapping[str, frozenset[str]]:
    """The tables of facts that no record of a capture says."""
    rows = archive.db.execute("select name from pragma_table_list where schema = 'main' and type = 'table'").fetchall()
    names = [str(name) for (name,) in rows]
    facts = [name for name in names if not name.startswith(("sqlite_", "_", "articles_fts"))]
    return {
        name: frozenset(str(column[1]) for column in archive.db.execute(f'pragma table_info("{name}")'))
        for name in facts
        if name not in (*DERIVED, *_WITH_CAPTURES, "countries")
    }


def _value(value: object) -> object:
    if isinstance(value, dict):
        return bytes.fromhex(str(value["hex"]))
    return value if isinstance(value, str | int | float | None) else str(value)
