"""A file as an answer: in pieces, and from where a broken download stopped."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Awaitable, Callable, Mapping, MutableMapping
from pathlib import Path
from typing import Any

from scraper.publish.snapshot.manifest import Extra

_PIECE = 256 * 1024  # bytes
_RANGE = re.compile(r"bytes=(\d*)-(\d*)")
_TYPES = {
    ".db": "application/vnd.sqlite3",
    ".json": "application/json; charset=utf-8",
    ".gz": "application/gzip",
    ".csv": "text/csv; charset=utf-8",
    ".parquet": "application/vnd.apache.parquet",
}

Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]


async def send_file(path: Path, about: Extra, scope: Mapping[str, Any], send: Send) -> None:
    """Answers a request for a file: 200, 206 for one range of bytes, 304 if it is known, 416 for a range outside."""
    size = path.stat().st_size
    headers = {name.lower(): value.decode("latin-1") for name, value in scope["headers"]}
    tag = f'"{about.sha256}"'
    said = {
        "content-type": _TYPES.get(path.suffix, "application/octet-stream"),
        "content-disposition": f'attachment; filename="{about.file}"',
        "accept-ranges": "bytes",
        "etag": tag,
        "cache-control": "public, max-age=86400",
    }
    if headers.get(b"if-none-match") == tag:
        await _start(send, 304, said)
        await send({"type": "http.response.body"})
        return
    first, last, status = 0, size - 1, 200
    if asked := headers.get(b"range", "") if headers.get(b"if-range", tag) == tag else "":
        found = _part(asked, size)
        if found is None:
            await _start(send, 416, {**said, "content-range": f"bytes */{size}"})
            await send({"type": "http.response.body"})
            return
        if found != (0, size - 1):
            (first, last), status = found, 206
            said["content-range"] = f"bytes {first}-{last}/{size}"
    await _start(send, status, {**said, "content-length": str(last - first + 1)})
    if scope["method"] == "HEAD":
        await send({"type": "http.response.body"})
        return
    with path.open("rb") as file:
        file.seek(first)
        left = last - first + 1
        while left > 0 and (piece := await asyncio.to_thread(file.read, min(_PIECE, left))):
            left -= len(piece)
            await send({"type": "http.response.body", "body": piece, "more_body": True})
    await send({"type": "http.response.body"})


def _part(asked: str, size: int) -> tuple[int, int] | None:
    """The first and last byte of a range; all of them where it is no single one; None if it lies outside."""
    found = _RANGE.fullmatch(asked.strip())
    if not found or found.groups() == ("", ""):
        return 0, size - 1
    begin, end = found.groups()
    first, last = (int(begin), min(int(end or size), size - 1)) if begin else (max(size - int(end), 0), size - 1)
    return (first, last) if first <= last else None


async def _start(send: Send, status: int, headers: Mapping[str, str]) -> None:
    named = [(name.encode(), value.encode()) for name, value in headers.items()]
    await send({"type": "http.response.start", "status": status, "headers": named})
