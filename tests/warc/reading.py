"""WARC files read back by FastWARC, and by the rules of docs/interchange.md."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from fastwarc.warc import ArchiveIterator

from scraper.records import Address, Capture, Kind, Sent, moment
from scraper.warc import heads, said

Fields = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Read:
    """A record as it stands in its file."""

    fields: Fields
    block: bytes

    def __getitem__(self, name: str) -> str:
        return next(value for key, value in self.fields if key == name)

    def get(self, name: str) -> str | None:
        return next((value for key, value in self.fields if key == name), None)

    @property
    def said(self) -> Mapping[str, Any]:
        return said.read(self.get(said.FIELD))

    @property
    def rows(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.block.splitlines()]

    @property
    def head(self) -> tuple[str, Fields]:
        first, *lines = self.block.partition(b"\r\n\r\n")[0].decode("latin-1").split("\r\n")
        pairs = (line.partition(":") for line in lines)
        return first, tuple((name, value.strip(" \t")) for name, _, value in pairs)

    @property
    def payload(self) -> bytes:
        return self.block.partition(b"\r\n\r\n")[2]


def read(*paths: Path) -> Iterator[Read]:
    """The records of files, in their order."""
    for path in paths:
        with path.open("rb") as file:
            for record in ArchiveIterator(file, parse_http=False):
                yield Read(tuple(record.headers.astuples()), record.reader.read())


def files(folder: Path) -> list[Path]:
    return sorted(folder.glob("*.warc.gz"))


def captures(records: list[Read]) -> dict[int, Capture]:
    """The captures that records say, by their numbers."""
    bodies = {record["WARC-Record-ID"]: record.payload for record in records if record["WARC-Type"] == "response"}
    requests = {record["WARC-Concurrent-To"]: record for record in records if record["WARC-Type"] == "request"}
    found = {}
    for record in records:
        if record["WARC-Type"] in ("response", "revisit"):
            bytes_ = bodies[record.get("WARC-Refers-To") or record["WARC-Record-ID"]]
            found[record.said["capture"]] = _capture(record, bytes_, requests.get(record["WARC-Record-ID"]))
    return found


def _capture(record: Read, body: bytes, request: Read | None) -> Capture:
    known = record.said
    exact: dict[str, Any] = (_exact(record) if record.block else {}) | dict(known.get("head", {}))
    url = record["WARC-Target-URI"]
    return Capture(
        url,
        moment(record["WARC-Date"]),
        exact["status"],
        tuple((name, value) for name, value in exact["headers"]),
        b"" if exact["status"] == 304 else body,
        Kind(known["kind"]),
        Address(known["edition"], known["path"], known.get("canonical", url)),
        record.get("WARC-Truncated"),
        known.get("server"),
        exact["protocol"],
        exact["reason"],
        None if request is None else _sent(request),
    )


def _exact(record: Read) -> dict[str, Any]:
    first, headers = record.head
    protocol, status, reason = first.split(" ", 2)
    restored = headers if status == "304" else heads.received(headers)
    return {"protocol": protocol, "status": int(status), "reason": reason, "headers": restored}


def _sent(request: Read) -> Sent:
    if known := request.said:
        return Sent(known["method"], known["target"], known["protocol"], tuple((n, v) for n, v in known["headers"]))
    first, headers = request.head
    method, target, protocol = first.split(" ")
    return Sent(method, target, protocol, headers)
