"""The records of WARC files, taken into an archive as captures."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from scraper.archive import Archive, Origin
from scraper.bodies import HEAD, most
from scraper.errors import NewerExport
from scraper.imports.taking import Taking
from scraper.imports.warc import ours
from scraper.imports.warc.captures import capture_of, sent_of
from scraper.imports.warc.originals import Originals, referred
from scraper.imports.warc.publishers import Ours
from scraper.records import Address, Capture, Kind, Sent
from scraper.warc.reading import exchanges
from scraper.warc.reading.exchanges import Unusable
from scraper.warc.reading.opening import Opened
from scraper.warc.reading.records import Head, Record, Torn
from scraper.warc.reading.stream import Records

_REMEMBERED = 64  # requests whose answer is still to come
_UNRESOLVED = 100_000  # revisits whose original may be in a later file


@dataclass(frozen=True, slots=True)
class _Found:
    """A record of an answer, as the capture that it is."""

    head: Head
    capture: Capture
    origin: Origin
    needs_body: bool = False  # a revisit
    refers: datetime | None = None


@dataclass
class Files:
    """Takes the records of one file after the other; what no file brought the original of is left for the end."""

    archive: Archive
    taking: Taking
    ours: Ours
    torn: list[str] = field(default_factory=list)  # a sentence each
    records: int = 0
    _originals: Originals = field(init=False)
    _requests: OrderedDict[str, Sent] = field(default_factory=OrderedDict)  # by the id of the request, or of its answer
    _waiting: _Found | None = None  # an answer whose request may follow
    _later: list[_Found] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._originals = Originals(self.archive)

    def take(self, opened: Opened) -> Iterator[int]:
        """Takes all that a file has; gives, now and then, how many of its bytes were read.

        Raises what `Archive.transaction` does, and `NewerExport`.
        """
        records = Records(opened.file, self._wanted)
        for found in records:
            if isinstance(found, Torn):
                self._note(opened.name, found)
            else:
                self.records += 1
                self._take(opened.name, found)
            yield records.unpacked.position
        self._flush()
        self._requests.clear()

    def end(self) -> None:
        """Takes the revisits whose original came after them; counts the others."""
        for found in self._later:
            if (whole := self._resolved(found)) is None:
                self.taking.count("without its original")
            else:
                self._keep(whole)
        self._later.clear()

    def _wanted(self, head: Head) -> int:
        """How many bytes a block may have to be read."""
        if head.type in ("response", "revisit"):
            known = ours.said_of(head)
            found = self.ours.find(head.url)
            kind = Kind.SITEMAP if "kind" in known else found[1] if found else None
            return most(kind) + HEAD if kind else -1
        return HEAD if head.type in ("warcinfo", "request") else -1

    def _take(self, name: str, record: Record) -> None:
        head = record.head
        if head.type == "request":
            self._request(record)
        elif head.type in ("response", "revisit"):
            self._flush()
            try:
                self._waiting = self._answer(name, record)
            except Unusable as error:
                self.taking.count(str(error))
            return
        elif head.type == "warcinfo":
            self._check_format(name, head)
        self.taking.count("no exchange")

    def _answer(self, name: str, record: Record) -> _Found:
        head, known = record.head, ours.said_of(record.head)
        found = self.ours.find(head.url)
        if "kind" in known:
            found = self._said(known, head.url or "")
        if found is None or head.url is None:
            raise Unusable("not the publisher's" if _is_web(head.url) else "no exchange")
        if record.block is None:
            raise Unusable("too large")
        address, kind = found
        capture = capture_of(head, record.block, address, kind)
        if known:
            capture = ours.exact(capture, known)
        is_revisit = head.type == "revisit"
        refers = _date(head.get("WARC-Refers-To-Date")) if is_revisit else None
        origin = Origin(name, str(head.offset), head.id, None, "kind" in known)
        return _Found(head, capture, origin, is_revisit, refers)

    def _said(self, known: Mapping[str, Any], url: str) -> tuple[Address, Kind] | None:
        """What a record of ours says that it is of; None if that is no publisher's, or cannot be."""
        address, kind = ours.of_capture(known, url)
        if kind not in (Kind.ARTICLE, Kind.PART):
            return (address, kind) if self.ours.knows(address.edition) else None
        found = self.ours.find(address.url)
        return (found[0], kind) if found and found[0].id == address.id else None

    def _request(self, record: Record) -> None:
        """Puts a request to its answer, which came before it or will come."""
        sent = sent_of(record)
        if sent is None:
            return
        to = [value.strip().strip("<>") for name, value in record.head.fields if name.lower() == "warc-concurrent-to"]
        if self._waiting and self._waiting.head.id in to:
            self._waiting = replace(self._waiting, capture=replace(self._waiting.capture, request=sent))
            return
        for id_ in (record.head.id, *to):
            if id_:
                self._requests[id_] = sent
        while len(self._requests) > _REMEMBERED:
            self._requests.popitem(last=False)

    def _flush(self) -> None:
        """Takes the answer that waited for its request."""
        found, self._waiting = self._waiting, None
        if found is None:
            return
        if found.capture.request is None:
            to = (found.head.get("WARC-Concurrent-To") or "").strip().strip("<>")
            sent = self._requests.pop(to, None) or self._requests.pop(found.head.id or "", None)
            found = replace(found, capture=replace(found.capture, request=sent))
        if found.capture.request and found.capture.request.method != "GET":
            self.taking.count("not asked for with GET")
        elif not found.needs_body:
            self._keep(found)
        elif whole := self._resolved(found):
            self._keep(whole)
        elif len(self._later) < _UNRESOLVED:
            self._later.append(found)
        else:
            self.taking.count("without its original")

    def _keep(self, found: _Found) -> None:
        taken = self.taking.take(found.capture, found.origin)
        if taken.capture_id is not None and found.capture.body:
            self._originals.note(found.head, taken.capture_id)

    def _resolved(self, found: _Found) -> _Found | None:
        """A revisit with the body that it stands for; None if no original is there. A 304 needs none."""
        capture = found.capture
        original = self._originals.find(found.head, self.ours.find(referred(found.head)), found.refers)
        if capture.status == 304:
            return replace(found, origin=replace(found.origin, revisit_of=original))
        if original is None:
            return None
        kept = self.archive.facts.get(original)
        whole = replace(
            capture,
            body=kept.capture.body,
            headers=capture.headers or kept.capture.headers,
            truncated=capture.truncated or kept.capture.truncated,
        )
        return replace(found, capture=whole)

    def _note(self, name: str, torn: Torn) -> None:
        self.taking.count("torn")
        self.torn.append(torn.said_of(name))
        self.taking.problems.append(self.torn[-1])

    def _check_format(self, name: str, head: Head) -> None:
        stated = ours.said_of(head).get("format", ours.FORMAT)
        if not isinstance(stated, int) or stated > ours.FORMAT:
            raise NewerExport(name, stated)


def _is_web(url: str | None) -> bool:
    return (url or "").lower().startswith(("http:", "https:"))


def _date(text: str | None) -> datetime | None:
    try:
        return exchanges.date(text)
    except Unusable:
        return None
