"""What happened: captures and sightings. Only ever added to."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from sqlite3 import Connection
from typing import Literal

from scraper.archive.across import translations
from scraper.archive.raw import Bodies
from scraper.records import Address, Capture, Kind, Sighting, iso, moment


@dataclass(frozen=True, slots=True)
class Kept:
    """A capture as it is kept: its row's id, and for a 304 the capture that still holds."""

    id: int
    capture: Capture  # of a 304, the body is empty
    sha256: str | None  # of the body; for a 304, of the body that still holds
    revisit_of: int | None = None


@dataclass(frozen=True, slots=True)
class Exchange:
    """What a capture is known by before it has a row."""

    path: str  # of its address
    url: str  # as requested
    fetched: datetime
    status: int
    digest: str | None  # SHA-256 of the body; None: there is none


News = Literal["new", "changed", "known"]


_COLUMNS = (
    "id, edition, path, url, kind, fetched, status, headers, sha256, revisit_of,"
    " coalesce((select frontier.url from frontier where frontier.id = article_id), url), truncated, server"
)

_ARTICLES = """
    from captures c left join doubts d on d.capture_id = c.id and d.verdict = 'believed'
   where c.kind = 'article' and c.truncated is null"""


class Facts:
    """Captures and sightings behind one connection; the caller holds the transaction."""

    def __init__(self, connection: Connection, bodies: Bodies) -> None:
        self._db = connection
        self._bodies = bodies

    def add(self, crawl_id: int, capture: Capture, layout: str) -> Kept:
        """Adds a capture. A 304 points to the capture that it confirms.

        `layout` names the dictionary that its body is stored with.
        """
        revisit_of, digest = None, None
        if capture.status == 304:
            last = self.latest(capture.address, capture.kind)
            revisit_of, digest = (last.id, last.sha256) if last else (None, None)
        elif capture.body:
            digest = self._bodies.put(capture.body, capture.address.edition, layout)
        capture_id = self._insert(
            "insert into captures (crawl_id, article_id, edition, path, url, kind, fetched, status, headers, sha256,"
            " size, revisit_of, truncated, server) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            crawl_id,
            capture.address.id if capture.kind in (Kind.ARTICLE, Kind.PART) else None,
            capture.address.edition,
            capture.address.path,
            capture.url,
            capture.kind.value,
            iso(capture.fetched),
            capture.status,
            json.dumps(capture.headers, ensure_ascii=False),
            None if capture.status == 304 else digest,
            len(capture.body),
            revisit_of,
            capture.truncated,
            capture.server,
        )
        return Kept(capture_id, capture, digest, revisit_of)

    def latest(self, address: Address, kind: Kind) -> Kept | None:
        """The last capture of an address that came whole and with status 200; None if there is none.

        One of an outage is passed over: no later answer may be held against it.
        """
        row = self._db.execute(
            f"select {_COLUMNS} from captures where path = ? and kind = ? and edition = ? and status = 200"
            " and truncated is null"
            " and not exists (select 1 from doubts where capture_id = captures.id and verdict is not 'believed')"
            " order by id desc limit 1",
            (address.path, kind.value, address.edition),
        ).fetchone()
        return self._kept(row, body=False) if row else None

    def has(self, capture: Capture) -> bool:
        """Whether these very bytes were captured at this address before, and were all of it."""
        row = self._db.execute(
            "select 1 from captures where article_id = ? and sha256 = ? and kind = ? and truncated is null limit 1",
            (capture.address.id, capture.digest, capture.kind.value),
        )
        return row.fetchone() is not None

    def holds(self, exchange: Exchange) -> bool:
        """Whether there is a capture of this very exchange."""
        row = self._db.execute(
            "select 1 from captures where path = ? and url = ? and fetched = ? and status = ? and sha256 is ? limit 1",
            (exchange.path, exchange.url, iso(exchange.fetched), exchange.status, exchange.digest),
        )
        return row.fetchone() is not None

    def original(self, kept: Kept) -> Kept:
        """The capture that brought the body: of a 304, the one that it confirms."""
        return self.get(kept.id if kept.revisit_of is None else kept.revisit_of)

    def get(self, capture_id: int) -> Kept:
        """A capture with its body. Raises `KeyError` if there is none of that id."""
        row = self._db.execute(f"select {_COLUMNS} from captures where id = ?", (capture_id,)).fetchone()
        if row is None:
            raise KeyError(capture_id)
        return self._kept(row)

    def parts(self, kept: Kept) -> list[int]:
        """The ids of the captures of further pages that one of an article's first page came with, in order.

        The same crawl added them before it, and after any earlier one of the first page.
        """
        rows = self._db.execute(
            "select id from captures where article_id = ?1 and kind = 'part' and status = 200 and id < ?2"
            " and truncated is null"
            " and crawl_id = (select crawl_id from captures where id = ?2)"
            " and id > coalesce((select max(id) from captures where article_id = ?1 and kind = 'article' and id < ?2"
            " and status = 200 and truncated is null), 0) order by id",
            (kept.capture.address.id, kept.id),
        )
        return [capture_id for (capture_id,) in rows]

    def articles(self) -> Iterator[Kept]:
        """Every capture of an article's address that came whole, oldest first, with its body.

        One that was doubted, and then believed, comes where it was believed.
        """
        ids = self._db.execute(
            f"select c.id {_ARTICLES} order by coalesce(d.settled_after, c.id), d.capture_id is not null, c.id"
        ).fetchall()
        for (capture_id,) in ids:
            yield self.get(capture_id)

    def count(self) -> int:
        """How many captures `articles` gives."""
        return int(self._db.execute(f"select count(*) {_ARTICLES}").fetchone()[0])

    def sighted(self, sighting: Sighting, now: datetime) -> News:
        """Notes that a source announced a URL; returns whether it is new to it, or has another `lastmod`."""
        key = (sighting.address.id, sighting.source)
        seen = self._db.execute(
            "select lastmod, alternates from sightings where article_id = ? and source = ?", key
        ).fetchone()
        self._db.execute(
            "insert into sightings (article_id, edition, path, source, url, source_url, first_seen, last_seen, lastmod,"
            " alternates) values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?7, ?8, ?9) on conflict do update set url = ?5,"
            " source_url = ?6, last_seen = ?7, lastmod = ?8, alternates = ?9",
            (
                sighting.address.id,
                sighting.address.edition,
                sighting.address.path,
                sighting.source,
                sighting.url,
                sighting.source_url,
                iso(now),
                sighting.lastmod,
                translations.announced(self._db, sighting, seen and seen[1]),
            ),
        )
        if seen is None:
            return "new"
        return "changed" if sighting.lastmod and sighting.lastmod != seen[0] else "known"

    def _kept(self, row: Sequence[object], *, body: bool = True) -> Kept:
        capture_id, edition, path, url, kind, fetched, status, headers, digest, revisit_of, canonical, cut, server = row
        assert isinstance(capture_id, int)
        assert isinstance(status, int)
        assert revisit_of is None or isinstance(revisit_of, int)
        capture = Capture(
            url=str(url),
            fetched=moment(str(fetched)),
            status=status,
            headers=tuple((name, value) for name, value in json.loads(str(headers))),
            body=self._bodies.get(str(digest)) if digest and body else b"",
            kind=Kind(str(kind)),
            address=Address(str(edition), str(path), str(canonical)),
            truncated=None if cut is None else str(cut),
            server=None if server is None else str(server),
        )
        return Kept(capture_id, capture, str(digest) if digest else None, revisit_of)

    def _insert(self, sql: str, *values: object) -> int:
        found = self._db.execute(sql, values).lastrowid
        assert found is not None
        return found
