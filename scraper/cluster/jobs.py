"""A request as it waits in Redis: JSON of an address, its kind and conditions, and nothing that could be run.

The module is what scrapy-redis calls a serializer: it has `dumps` and `loads`. Its own is pickle, which runs
whatever whoever can write to Redis puts there.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from hashlib import sha256
from typing import Any

from scraper.crawl.bodies import KIND, asked_for
from scraper.extract.urls import split
from scraper.records import Kind

VERSION = 1  # of jobs and answers; hosts that crawl together have the same
_CONDITIONS = {"If-None-Match", "If-Modified-Since"}  # all that a writer may ask for
_SIZE = 32 * 1024  # bytes; an address has 8,000 at most, and so has a condition
_CONDITION = 8 * 1024


class Unreadable(ValueError):
    """What waits is no job; the message is a clause that says why."""


def dumps(request: Mapping[str, Any]) -> bytes:
    """A request, as Scrapy makes a dict of it, as JSON; the same request gives the same bytes."""
    headers = {_text(name): _text(values[0]) for name, values in request["headers"].items()}
    kept = {name: value for name, value in headers.items() if name in _CONDITIONS}
    job = {"v": VERSION, "url": request["url"], "kind": Kind(request["meta"][KIND]).value, "headers": kept}
    return json.dumps(job, sort_keys=True).encode()


def loads(data: bytes) -> dict[str, Any]:
    """What Scrapy makes a request of. Raises `Unreadable` for anything that `dumps` does not write."""
    if len(data) > _SIZE:
        raise Unreadable(f"{len(data):,} bytes are no job")
    try:
        job = json.loads(data)
    except (ValueError, RecursionError):
        raise Unreadable("it is no JSON") from None
    if not isinstance(job, dict) or set(job) != {"v", "url", "kind", "headers"}:
        raise Unreadable("it has other fields than a job")
    if job["v"] != VERSION:
        other = str(job["v"])[:20]
        raise Unreadable(f"it is of version {other}, and this host's is {VERSION}: install the same neo-archive")
    url, headers = job["url"], job["headers"]
    if not isinstance(url, str) or not url.isascii() or split(url) is None:
        raise Unreadable("its address is none of http or https")
    if not isinstance(headers, dict) or not all(map(_is_condition, headers.items())):
        raise Unreadable("it has headers that no job has")
    if job["kind"] not in set(Kind):
        raise Unreadable("its kind is none")
    return {"url": url, "headers": headers, "meta": asked_for(Kind(job["kind"]))}


def name_of(job: bytes) -> str:
    """What a job is called: the same for the same request, so that it waits once."""
    return sha256(job).hexdigest()[:24]


def _is_condition(header: tuple[str, object]) -> bool:
    name, value = header
    return name in _CONDITIONS and isinstance(value, str) and len(value) <= _CONDITION and value.isprintable()


def _text(value: bytes | str) -> str:
    return value.decode("latin-1") if isinstance(value, bytes) else value
