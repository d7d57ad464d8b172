"""What a web archive holds of the demo newspaper: its days, and what came by of the same in later months."""

from __future__ import annotations

import gzip
from base64 import b32encode
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from functools import cache
from hashlib import sha1
from urllib.parse import quote, urlsplit

from scraper.demo import articles
from scraper.demo.days import the_day
from scraper.demo.markup import ADDRESS
from scraper.demo.site import answer

HOME = "https://courier.example"
DAYS = (1, 4, 7)  # on which it came by
AGAIN = timedelta(days=60)  # later it came by once more, and found all as on the last of them


@dataclass(frozen=True, slots=True)
class Stored:
    """A capture as a web archive has stored it."""

    url: str
    timestamp: str
    status: int
    mimetype: str
    body: bytes  # as stored: perhaps packed
    headers: Mapping[str, str] = field(default_factory=dict)  # of the publisher
    revisit: bool = False  # the same as the one before, which alone was stored
    listed_digest: str = ""  # what the index says, if it is not the truth

    @property
    def digest(self) -> str:
        return self.listed_digest or b32encode(sha1(self.body).digest()).decode()

    @property
    def key(self) -> str:
        """The address as the index sorts it: host backwards, no scheme, no "www.", no case."""
        return surt(self.url)

    @property
    def line(self) -> str:
        status, mimetype = ("-", "warc/revisit") if self.revisit else (str(self.status), self.mimetype)
        return f"{self.key} {self.timestamp} {self.url} {mimetype} {status} {self.digest} {len(self.body) // 3 + 400}"


def surt(url: str) -> str:
    parts = urlsplit(url)
    host = (parts.hostname or "").removeprefix("www.")
    query = f"?{parts.query}" if parts.query else ""
    return f"{','.join(reversed(host.split('.')))}){parts.path or '/'}{query}".lower()


def stamp(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y%m%d%H%M%S")


def of(day: int, path: str, url: str = "", moment: datetime | None = None) -> Stored:
    """A path of the newspaper as it was captured on a day."""
    found = answer(day, path)
    body = found.body.replace(ADDRESS.encode(), HOME.encode())
    headers = {"Server": "Apache", "Content-Type": found.media, "ETag": found.etag}
    if found.location:
        body = b"<h1>Moved Permanently</h1>"
        headers["Location"] = found.location.replace(ADDRESS, HOME)
    at = moment or datetime.combine(the_day(day).date, datetime.min.time(), UTC) + timedelta(
        hours=12, seconds=len(path) * 7 % 3600
    )
    return Stored(url or HOME + quote(path), stamp(at), found.status, found.media.split(";")[0], body, headers)


@cache
def history() -> tuple[Stored, ...]:
    """All of it, in the order of the index."""
    return tuple(sorted(_captures(), key=lambda one: (one.key, one.timestamp)))


@cache
def part() -> tuple[Stored, ...]:
    """A tenth of it, with whatever is not of an article: enough for most."""
    articles = sorted({key for one in history() if "/202" in (key := one.key.partition("?")[0].removesuffix("amp/"))})
    few = tuple(articles[::10])
    return tuple(one for one in history() if one.key.startswith(few) or "/202" not in one.key)


def packed(stored: Stored) -> Stored:
    """The same capture, as the publisher sent it packed."""
    return replace(
        stored, body=gzip.compress(stored.body, mtime=0), headers={**stored.headers, "Content-Encoding": "gzip"}
    )


def _captures() -> Iterator[Stored]:
    paths = dict.fromkeys(printed.path for day in DAYS for printed in articles(day))
    for number, path in enumerate(paths):
        seen = [of(day, path) for day in DAYS]
        first = next(at for at, stored in enumerate(seen) if stored.status == 200)
        for stored in seen[first:]:
            yield packed(stored) if number % 5 == 0 else stored
        last = packed(seen[-1]) if number % 5 == 0 else seen[-1]
        yield replace(last, timestamp=stamp(_moment(last) + AGAIN), revisit=last.status == 200)
        if number % 4 == 0:  # in other dress, which the index does not tell from the first
            yield of(1, path, f"http://www.courier.example:80{quote(path)}", _moment(seen[0]) - timedelta(hours=1))
        if number % 6 == 0:
            yield of(4, path, f"{HOME}{quote(path)}amp/")
            yield of(4, path, f"{HOME}{quote(path)}?print=1")
            yield of(4, path, f"{HOME}{quote(path)}?utm_source=feed", _moment(seen[0]) + timedelta(days=1))
    for path in ("/", "/fr/", "/robots.txt", "/sitemap_index.xml", "/feed/", "/about/"):
        yield of(4, path)
    for number in range(40):
        yield Stored(f"{HOME}/wp-content/{number}.jpg", "20250712000000", 200, "image/jpeg", b"\xff\xd8 a picture")


def _moment(stored: Stored) -> datetime:
    return datetime.strptime(stored.timestamp, "%Y%m%d%H%M%S").replace(tzinfo=UTC)
