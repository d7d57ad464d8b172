"""Requests as they were sent: what nearly all share is stored once, and beside each capture what is its own."""

from __future__ import annotations

import json
from dataclasses import dataclass
from hashlib import sha256
from sqlite3 import Connection
from urllib.parse import urlsplit

from scraper.records import Sent

_OWN = frozenset({"if-none-match", "if-modified-since", "referer"})  # of each request another value
_SECRET = frozenset({"authorization", "cookie", "cookie2", "proxy-authorization"})  # never stored


@dataclass(frozen=True, slots=True)
class Asked:
    """A request as the columns of its capture: `request`, `asked`, `target`."""

    request: str | None = None  # the key of its head
    asked: str | None = None  # JSON: the values that the head leaves open
    target: str | None = None  # if the capture's address does not say it


@dataclass(frozen=True, slots=True)
class _Head:
    method: str
    protocol: str
    headers: tuple[tuple[str, str | None], ...]


class Requests:
    """Heads of requests behind one connection; the caller holds the transaction."""

    def __init__(self, connection: Connection) -> None:
        self._db = connection
        self._read: dict[str, _Head] = {}

    def put(self, sent: Sent | None, url: str) -> Asked:
        """Stores a request for an address, without what is secret of it."""
        if sent is None:
            return Asked()
        headers = [(name, value) for name, value in sent.headers if name.lower() not in _SECRET]
        shared = [(name, None if name.lower() in _OWN else value) for name, value in headers]
        own = [value for name, value in headers if name.lower() in _OWN]
        written = json.dumps(shared, ensure_ascii=False)
        key = key_of(sent.method, sent.protocol, written)
        self._db.execute(
            "insert or ignore into requests (sha256, method, protocol, headers) values (?, ?, ?, ?)",
            (key, sent.method, sent.protocol, written),
        )
        asked = json.dumps(own, ensure_ascii=False) if own else None
        return Asked(key, asked, None if sent.target == _target(url) else sent.target)

    def get(self, noted: Asked, url: str) -> Sent | None:
        """The request for an address; None if none was noted. Raises `KeyError` if its head is gone."""
        if noted.request is None:
            return None
        head = self._head(noted.request)
        own = iter(json.loads(noted.asked or "[]"))
        headers = tuple((name, str(next(own, "")) if value is None else value) for name, value in head.headers)
        return Sent(head.method, _target(url) if noted.target is None else noted.target, head.protocol, headers)

    def _head(self, key: str) -> _Head:
        if key not in self._read:
            row = self._db.execute("select method, protocol, headers from requests where sha256 = ?", (key,)).fetchone()
            if row is None:
                raise KeyError(key)
            self._read[key] = _Head(row[0], row[1], tuple((name, value) for name, value in json.loads(row[2])))
        return self._read[key]


def key_of(method: str, protocol: str, headers: str) -> str:
    """The key of a head: SHA-256 of its three columns, a line each."""
    return sha256(f"{method}\n{protocol}\n{headers}".encode()).hexdigest()


def _target(url: str) -> str:
    """What the request line asks a server for, where nothing stands between."""
    parts = urlsplit(url)
    return (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
