"""The stream of answers, read by the one writer."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, cast

from redis.exceptions import ResponseError

from scraper.cluster.answers import Poisoned, job_of
from scraper.cluster.shared import GROUP, Shared

_BLOCK = 200  # milliseconds that Redis waits for an answer to come
_FEW = 8  # entries that are looked at together; a body has up to some megabytes
_TAKEN, _NEW = b"0", b">"  # what this group was given before, from an entry on; and what it was not


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of the stream."""

    name: bytes  # Redis' own: "1764404400123-0"
    fields: Mapping[bytes, bytes]


class Stream:
    """What was given before and not settled comes first, then what is new."""

    def __init__(self, shared: Shared) -> None:
        self._shared, self._line, self._key = shared, shared.line, shared.key("answers")
        self._from: bytes | None = _TAKEN  # None: all of that was read
        self.is_empty = False  # whether the last look found nothing

    def next(self) -> Entry | None:
        """The next entry; None if there is none within a moment. Raises what `Line.call` does."""
        while self._from is not None:
            found = self._read(self._from)
            if not found:
                self._from = None
                break
            name, fields = found[0]
            self._from = name
            if fields:  # else it was deleted, and stands only in the group's list
                return Entry(name, fields)
            self._forget(name)
        found = self._read(_NEW)
        self.is_empty = not found
        return Entry(*found[0]) if found else None

    def jobs(self) -> set[str]:
        """The names of the jobs that are answered in it, whoever read them before."""
        found, last = set(), "-"
        while part := self._part(last):
            for name, fields in part:
                last = f"({name.decode()}"
                with suppress(Poisoned):
                    found.add(job_of(fields))
        return found

    def get(self, name: bytes) -> Entry | None:
        """An entry that was read before; None if Redis has it no more."""
        found: Any = self._line.call(lambda: self._line.client.xrange(self._key, name, name))
        return Entry(*found[0]) if found else None

    def _part(self, last: str) -> list[Any]:
        return cast("list[Any]", self._line.call(lambda: self._line.client.xrange(self._key, min=last, count=_FEW)))

    def _forget(self, name: bytes) -> None:
        self._line.call(lambda: self._line.client.xack(self._key, GROUP, name))

    def _read(self, start: bytes) -> list[Any]:
        return self._line.call(lambda: self._ask(start))

    def _ask(self, start: bytes) -> list[Any]:
        block = _BLOCK if start == _NEW else None
        client = self._line.client
        try:
            found: Any = client.xreadgroup(GROUP, GROUP, {self._key: start}, count=1, block=block)
        except ResponseError as error:
            if not str(error).startswith("NOGROUP"):
                raise
            self._shared.make_group()
            return self._ask(start)
        if not found:
            return []
        streams = found.values() if isinstance(found, dict) else (stream[1] for stream in found)
        entries = next(iter(streams))
        return list(entries[0] if isinstance(found, dict) else entries)
