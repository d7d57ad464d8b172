"""Captures as WARC records: a response or a revisit, and the request that it answers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from ipaddress import ip_address
from sqlite3 import Connection
from typing import Any

from scraper.archive.facts import Facts, Kept
from scraper.archive.raw import Bodies
from scraper.errors import DamagedFacts
from scraper.publish.warc.choice import Choice
from scraper.records import Capture, Sent, iso
from scraper.warc import heads, said
from scraper.warc.record import IDENTICAL, NOT_MODIFIED, REQUEST, RESPONSE, Record, id_of, labelled

# Of those with the same body, the first brings it and the others refer to it. A 304 whose body is not chosen refers
# to a record of another export.
_CHOSEN = """
    select c.id, c.crawl_id, c.size, c.revisit_of, b.layout, d.verdict,
           coalesce((select min(f.id) from captures f where f.sha256 = coalesce(c.sha256, o.sha256) and {first}), o.id)
      from captures c
      left join captures o on o.id = c.revisit_of
      left join bodies b on b.sha256 = c.sha256
      left join doubts d on d.capture_id = c.id
     where {where}
     order by c.id"""


@dataclass(frozen=True, slots=True)
class _Row:
    """What the table says of a capture beside what `Kept` has."""

    id: int
    crawl_id: int
    size: int  # of the body
    revisit_of: int | None
    layout: str | None
    verdict: str | None  # on one that was doubted
    first: int | None  # the capture whose record has the body; None: there is none


def count(connection: Connection, choice: Choice) -> int:
    """How many captures are chosen."""
    sql = f"select count(*) from captures where {choice.where()}"
    return int(connection.execute(sql, choice.values).fetchone()[0])


def records(connection: Connection, choice: Choice) -> Iterator[tuple[Record, ...]]:
    """The records of each capture, in the order of their numbers.

    One body is in memory at a time. Raises `DamagedFacts` for a body that is not what it was.
    """
    facts = Facts(connection, Bodies(connection))
    sql = _CHOSEN.format(where=choice.where("c"), first=choice.where("f"))
    for row in connection.execute(sql, choice.values):
        found = _Row(*row)
        brings = found.first in (None, found.id)
        try:
            kept = facts.get(found.id, body=brings)
            named = None if brings or found.first is None else facts.get(found.first, body=False)
        except (KeyError, ValueError) as error:
            raise DamagedFacts(f"capture {found.id} cannot be read: {error}") from error
        yield tuple(_records(found, kept, named))


def _records(row: _Row, kept: Kept, named: Kept | None) -> Iterator[Record]:
    capture = kept.capture
    about = (("WARC-Target-URI", capture.url), *_server(capture))
    answer = _answer(row, kept, named, about)
    yield answer
    if capture.request is not None:
        yield _request(row.id, capture, capture.request, (*about, ("WARC-Concurrent-To", f"<{answer.id}>")))


def _answer(row: _Row, kept: Kept, named: Kept | None, about: tuple[tuple[str, str], ...]) -> Record:
    capture, brought = kept.capture, (named or kept).sha256
    fields = (
        *about,
        *(_refers(capture, named) if named else ()),
        *((("WARC-Payload-Digest", labelled(brought)),) if brought else ()),
        *((("WARC-Truncated", capture.truncated),) if capture.truncated else ()),
    )
    if named and capture.status == 304:  # with its head, pywb would replay a 304, which is an empty page
        head, block = heads.whole(capture), b""
    else:
        head, block = heads.unsaid(capture), heads.response_head(capture, row.size) + capture.body
    extra = said.field(_said(row, capture, head))
    kind = "revisit" if named else "response"
    return Record(kind, answer_id(kept), iso(capture.fetched), RESPONSE, block, (*fields, *extra))


def _refers(capture: Capture, named: Kept) -> tuple[tuple[str, str], ...]:
    return (
        ("WARC-Refers-To", f"<{answer_id(named)}>"),
        ("WARC-Refers-To-Target-URI", named.capture.url),
        ("WARC-Refers-To-Date", iso(named.capture.fetched)),
        ("WARC-Profile", NOT_MODIFIED if capture.status == 304 else IDENTICAL),
    )


def _request(capture_id: int, capture: Capture, sent: Sent, fields: tuple[tuple[str, str], ...]) -> Record:
    date = iso(capture.fetched)
    id_ = id_of("request", capture_id, capture.url, date)
    return Record(
        "request",
        id_,
        date,
        REQUEST,
        heads.request_head(sent),
        (*fields, *said.field(heads.unsaid_of_request(sent))),
    )


def answer_id(kept: Kept) -> str:
    """The id of the record of a capture: the same in every export of an archive, whatever is chosen."""
    capture = kept.capture
    return id_of("answer", kept.id, capture.url, iso(capture.fetched), capture.status, kept.sha256)


def _said(row: _Row, capture: Capture, head: Mapping[str, object]) -> dict[str, object]:
    """What the standard has no field for; of the answer's head, what the record's does not say."""
    known: dict[str, Any] = {
        "capture": row.id,
        "crawl": row.crawl_id,
        "edition": capture.address.edition,
        "path": capture.address.path,
        "canonical": capture.address.url if capture.address.url != capture.url else None,
        "kind": capture.kind.value,
        "layout": row.layout,
        "server": capture.server,
        "revisit_of": row.revisit_of,
        "verdict": row.verdict,
        "head": head or None,
    }
    return {name: value for name, value in known.items() if value is not None}


def _server(capture: Capture) -> tuple[tuple[str, str], ...]:
    host = (capture.server or "").rpartition(":")[0].strip("[]")
    try:
        return (("WARC-IP-Address", str(ip_address(host))),)
    except ValueError:
        return ()
