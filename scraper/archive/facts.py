"""What happened: captures and sightings. Only ever added to."""

from __future__ import annotations

import json
from array import array
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from sqlite3 import Connection

from scraper.archive import sightings
from scraper.archive.places import Origin, Places, at
from scraper.archive.raw import Bodies
from scraper.archive.requests import Asked, Requests
from scraper.archive.sightings import News
from scraper.records import Address, Capture, Exchange, Kind, Sighting, iso, moment


@dataclass(frozen=True, slots=True)
class Kept:
    """A capture as it is kept: its row's id, and for a 304 the capture that still holds."""

    id: int
    capture: Capture  # of a 304, the body is empty
    sha256: str | None  # of the body; for a 304, of the body that still holds
    revisit_of: int | None = None


_COLUMNS = (
    "id, edition, path, url, kind, fetched, status, headers, sha256, revisit_of,"
    " coalesce((select frontier.url from frontier where frontier.id = article_id), url), truncated, server,"
    " protocol, reason, request, asked, target"
)

# One that was doubted, and then believed, stands where it was believed.
_PLACED = f"""
    select c.id, max({at("c")}, coalesce((select {at("s")} from captures s where s.id = d.settled_after), '')) as place,
           coalesce(d.settled_after, c.id) as turn, d.capture_id is not null as late
      from captures c left join doubts d on d.capture_id = c.id and d.verdict = 'believed'
     where c.kind = 'article' and c.truncated is null"""
_PARTS = """
    select id from captures c where article_id = ?1 and kind = 'part' and status = 200 and id < ?2
       and truncated is null
       and +crawl_id = (select crawl_id from captures where id = ?2)  -- by the article, not by the crawl
       and id > coalesce((select max(id) from captures where article_id = ?1 and kind = 'article' and id < ?2
                            and status = 200 and truncated is null), 0)
       and not exists (select 1 from placements where capture_id = c.id and origin is not null and not ours)
     order by id"""
_FOREIGN_PARTS = """
    select id, min(away) from (
        select c.id, c.url, abs(strftime('%s', c.fetched) - strftime('%s', f.fetched)) as away
          from captures f join captures c on c.article_id = f.article_id and c.kind = 'part'
          join placements p on p.capture_id = c.id and p.origin is not null and not p.ours
         where f.article_id = ?1 and f.id = ?2 and c.status = 200 and c.truncated is null)
     where away <= 3600 group by url order by length(url), url"""
_CONFIRMED = "select distinct article_id from captures c where revisit_of is not null and kind = 'article'"
_OF_THOSE = " and c.article_id in (select value from json_each(?))"
_BRINGS = "(status = 200 or (status = 304 and revisit_of is not null)) and truncated is null"


class Facts:
    """Captures and sightings behind one connection; the caller holds the transaction."""

    def __init__(self, connection: Connection, bodies: Bodies) -> None:
        self._db = connection
        self._bodies = bodies
        self.places = Places(connection)
        self._requests = Requests(connection)

    def add(self, crawl_id: int, capture: Capture, layout: str, origin: Origin | None = None) -> Kept:
        """Adds a capture. A 304 points to the capture that it confirms.

        `layout` names the dictionary that its body is stored with. One that others made has an `origin`, and stands
        in its place in time; a crawl's own stands behind all others.
        """
        revisit_of, digest = None, None
        if capture.status == 304:
            last = self._confirmed(capture, origin)
            revisit_of, digest = (last.id, last.sha256) if last else (None, None)
        elif capture.body:
            digest = self._bodies.put(capture.body, capture.address.edition, layout)
        capture_id = self._insert(crawl_id, Kept(0, capture, digest, revisit_of))
        if origin is None:
            self.places.crawled(capture_id, capture.fetched)
        else:
            self.places.imported(capture_id, capture.fetched, origin)
        return Kept(capture_id, capture, digest, revisit_of)

    def put_back(self, kept: Kept, crawl_id: int, layout: str) -> None:
        """Adds a capture as another archive had it, under its number; where it stands, `placements` says."""
        capture = kept.capture
        digest = self._bodies.put(capture.body, capture.address.edition, layout) if capture.body else None
        self._insert(crawl_id, Kept(kept.id, capture, digest, kept.revisit_of))

    def _confirmed(self, capture: Capture, origin: Origin | None) -> Kept | None:
        if origin is None:
            return self.latest(capture.address, capture.kind)
        return None if origin.revisit_of is None else self.get(origin.revisit_of)

    def latest(self, address: Address, kind: Kind) -> Kept | None:
        """The last capture of an address that came whole and with status 200, or that a later 304 confirms.

        None if there is none. One of an outage is passed over: no later answer may be held against it.
        """
        row = self._db.execute(
            f"select {_COLUMNS} from captures where id = (select coalesce(revisit_of, id) from captures"
            f" where path = ? and kind = ? and edition = ? and {_BRINGS}"
            " and not exists (select 1 from doubts where capture_id = captures.id and verdict is not 'believed')"
            f" order by {at('captures')} desc, id desc limit 1)",
            (address.path, kind.value, address.edition),
        ).fetchone()
        return self._kept(row, body=False) if row else None

    def find(self, capture: Capture) -> int | None:
        """The very capture, if it is there: of this URL, second, status and body."""
        row = self._db.execute(
            "select id from captures where path = ? and kind = ? and edition = ? and url = ? and fetched = ?"
            " and status = ? and sha256 is ? and truncated is ? order by id limit 1",
            (
                *(capture.address.path, capture.kind.value, capture.address.edition, capture.url),
                *(iso(capture.fetched), capture.status, capture.digest if capture.body else None, capture.truncated),
            ),
        ).fetchone()
        return int(row[0]) if row else None

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

    def get(self, capture_id: int, *, body: bool = True) -> Kept:
        """A capture with its body, unless that is not wanted. Raises `KeyError` if there is none of that id."""
        row = self._db.execute(f"select {_COLUMNS} from captures where id = ?", (capture_id,)).fetchone()
        if row is None:
            raise KeyError(capture_id)
        return self._kept(row, body=body)

    def parts(self, kept: Kept) -> list[int]:
        """The ids of the captures of further pages that one of an article's first page came with, in order.

        Of a crawl: the same one added them before it, and after any earlier one of the first page. Of a file that
        another program wrote: those that were captured nearest in time, within an hour.
        """
        foreign = self._db.execute("select 1 from placements where capture_id = ? and origin is not null and not ours",
                                   (kept.id,)).fetchone()  # fmt: skip
        values = (kept.capture.address.id, kept.id)
        return [capture_id for capture_id, *_ in self._db.execute(_FOREIGN_PARTS if foreign else _PARTS, values)]

    def articles(self, only: Collection[int] | None = None) -> Iterator[Kept]:
        """Every capture of an article's address that came whole, with its body, in the order of time.

        One that was doubted, and then believed, comes where it was believed. `only`: of these articles.
        """
        those = () if only is None else (json.dumps(sorted(only)),)
        rows = self._db.execute(f"{_PLACED}{'' if only is None else _OF_THOSE} order by place, turn, late, c.id", those)
        for capture_id in array("q", (capture_id for capture_id, *_ in rows)):  # of a million, 8 MB
            yield self.get(capture_id)

    def confirmed(self, only: Collection[int] | None = None) -> Iterator[int]:
        """The articles of which a 304 confirms a capture, by id. `only`: of these articles."""
        those = () if only is None else (json.dumps(sorted(only)),)
        sql = f"{_CONFIRMED}{'' if only is None else _OF_THOSE} order by 1"
        return (article_id for (article_id,) in self._db.execute(sql, those))

    def count(self, only: Collection[int] | None = None) -> int:
        """How many captures `articles` gives."""
        those = () if only is None else (json.dumps(sorted(only)),)
        sql = f"select count(*) from ({_PLACED}{'' if only is None else _OF_THOSE})"
        return int(self._db.execute(sql, those).fetchone()[0])

    def sighted(self, sighting: Sighting, now: datetime) -> News:
        """Notes that a source announced a URL; returns whether it is new to it, or has another `lastmod`."""
        return sightings.note(self._db, sighting, now)

    def sighted_then(self, sighting: Sighting, then: datetime) -> None:
        """Notes that a source announced a URL at a time that may lie before what it announced since."""
        sightings.note_then(self._db, sighting, then)

    def _kept(self, row: Sequence[object], *, body: bool = True) -> Kept:
        capture_id, edition, path, url, kind, fetched, status, headers, digest, revisit_of, canonical, *later = row
        cut, server, protocol, reason, *asked = (None if value is None else str(value) for value in later)
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
            truncated=cut,
            server=server,
            protocol=protocol,
            reason=reason,
            request=self._requests.get(Asked(*asked), str(url)),
        )
        return Kept(capture_id, capture, str(digest) if digest else None, revisit_of)

    def _insert(self, crawl_id: int, kept: Kept) -> int:
        """Adds the row and its request; returns its number, the next one if it has none."""
        capture = kept.capture
        sent = self._requests.put(capture.request, capture.url)
        article = capture.address.id if capture.kind in (Kind.ARTICLE, Kind.PART) else None
        row = {
            "id": kept.id or None,
            "crawl_id": crawl_id,
            "article_id": article,
            "edition": capture.address.edition,
            "path": capture.address.path,
            "url": capture.url,
            "kind": capture.kind.value,
            "fetched": iso(capture.fetched),
            "status": capture.status,
            "headers": json.dumps(capture.headers, ensure_ascii=False),
            "sha256": None if capture.status == 304 else kept.sha256,
            "size": len(capture.body),
            "revisit_of": kept.revisit_of,
            "truncated": capture.truncated,
            "server": capture.server,
            "protocol": capture.protocol,
            "reason": capture.reason,
            "request": sent.request,
            "asked": sent.asked,
            "target": sent.target,
        }
        marks = ", ".join(f":{name}" for name in row)
        found = self._db.execute(f"insert into captures ({', '.join(row)}) values ({marks})", row).lastrowid
        assert found is not None
        return found
