"""The inventory: all that a web archive's index lists of the editions, page by page."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from scraper.bodies.decoding import codings, decode
from scraper.bodies.limits import most
from scraper.errors import BadInput, WebArchiveOut
from scraper.imports.wayback import index
from scraper.imports.wayback.choice import MOST, Choice
from scraper.imports.wayback.client import Answer, Client, NotNow
from scraper.imports.wayback.records import Listed, Order
from scraper.records import Address, Kind

_LARGEST = most(Kind.INVENTORY)  # bytes of a page of the index
_MOST_PAGES = 20_000
_BLOCKED = (b"AdministrativeAccessControlException", b"RobotAccessControlException")
_ENDS_KNOWN = ("content-length", "transfer-encoding", "content-encoding")  # headers by which a cut body is noticed


class Blocked(Exception):
    """A web archive keeps a whole site back; the message is a sentence for a person."""


@dataclass(frozen=True, slots=True)
class Fetched:
    """A page of the index as it came, or as it was kept."""

    url: str
    body: bytes
    answer: Answer | None  # None: it was kept before


@dataclass(frozen=True, slots=True)
class Told:
    """A page of the index, and what is new in it."""

    fetched: Fetched
    question: index.Question
    found: list[tuple[Address, Listed]]  # the first capture of an address that says there was something


@dataclass(slots=True)
class Inventory:
    """What the pages told so far."""

    order: Order
    choice: Choice = field(default_factory=Choice)
    counts: Counter[str] = field(default_factory=Counter)
    problems: list[str] = field(default_factory=list)
    _seen: set[Address] = field(default_factory=set)

    def told(self, fetch: Callable[[str], Fetched]) -> Iterator[Told]:
        """Reads the whole index, page after page; what each tells is in `choice` when it comes.

        Raises `WebArchiveOut` for what is no index, or none that ends.
        """
        for question in index.questions(self.order):
            try:
                for fetched, page in _pages(self.order, question, fetch):
                    yield Told(fetched, question, self._take(page))
            except Blocked as blocked:
                self.problems.append(str(blocked))

    def _take(self, page: index.Page) -> list[tuple[Address, Listed]]:
        found = []
        self.counts["unreadable line"] += page.unreadable
        for listed in page.listed:
            address = index.meant(self.order.publisher, listed)
            if not isinstance(address, Address):
                self.counts[address] += 1
            elif address.edition not in self.order.editions:
                self.counts["another edition"] += 1
            else:
                self.counts["of an article"] += 1
                self.choice.add(address, listed)
                if address not in self._seen and (listed.is_page or 300 <= (listed.status or 0) < 400):
                    self._seen.add(address)
                    found.append((address, listed))
        if self.choice.size > MOST:
            raise BadInput(
                f"the index lists more than {MOST:,} captures that differ.\n"
                "Take them in parts: --edition, --from and --to."
            )
        return found


def asked(client: Client, url: str) -> Fetched:
    """A page of the index from the web archive.

    Raises `WebArchiveOut` where it gives none, `Blocked` where it keeps the site back, `BadInput` where there is no
    index at all.
    """
    try:
        answer = client.get(url, _LARGEST)
    except NotNow as error:
        raise WebArchiveOut(url, f"its index cannot be read: {error}") from error
    body = decode(answer.body, codings(v for k, v in answer.headers if k.lower() == "content-encoding"), _LARGEST)
    if any(word in body.body for word in _BLOCKED):
        raise Blocked(f"{url}: the web archive keeps this site back")
    if 400 <= answer.status < 500:
        raise BadInput(
            f"{url} answers with status {answer.status}: there is no index of captures.\n"
            "--server names a web archive by the address in front of /cdx/search/cdx and /web/."
        )
    if answer.status != 200:
        raise WebArchiveOut(url, f"its index answers with status {answer.status}")
    torn = bool(body.body) and not body.body.endswith(b"\n") and not any(map(answer.header, _ENDS_KNOWN))
    if answer.truncated or body.truncated or torn:
        raise WebArchiveOut(url, "its index is cut short")
    return Fetched(url, body.body, answer)


def _pages(
    order: Order, question: index.Question, fetch: Callable[[str], Fetched]
) -> Iterator[tuple[Fetched, index.Page]]:
    resume, last = None, ""
    for _ in range(_MOST_PAGES):
        fetched = fetch(index.page_url(order, question, resume))
        page = index.read(fetched.body)
        if page.unreadable and not page.listed:
            raise WebArchiveOut(fetched.url, "it answers with something that is no index")
        if resume and page.resume and page.last <= last:
            raise WebArchiveOut(
                fetched.url, "its index goes round in a circle: a page ends no further than the one before"
            )
        yield fetched, page
        if page.resume is None:
            return
        resume, last = page.resume, page.last
    raise WebArchiveOut(order.server, f"its index has no end: {_MOST_PAGES:,} pages, and there is still another")
