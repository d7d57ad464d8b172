"""What a web archive is asked for, and what it says."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

from scraper.publisher import Publisher
from scraper.records import Address

SERVER = "https://web.archive.org"
SOURCE = "wayback"  # of the ledger
PAUSE = 2.5  # seconds between two requests: a little more than the Wayback Machine asks for of its index
_DIGITS = "%Y%m%d%H%M%S"


@dataclass(frozen=True, slots=True)
class Order:
    """What is to be backfilled, from where, and how fast."""

    publisher: Publisher
    archive: Path
    server: str = SERVER  # no slash at the end; the index is at /cdx/search/cdx, captures are below /web/
    languages: Sequence[str] = ()  # of its editions; none: all
    since: date | None = None  # captures of that day or later
    until: date | None = None  # captures of that day or earlier
    limit: int | None = None  # captures that are fetched at most
    pause: float = PAUSE  # seconds between two requests

    @property
    def editions(self) -> Sequence[str]:
        """The keys of the editions that are asked for."""
        chosen = [edition for edition in self.publisher.editions if edition.language in (self.languages or _all(self))]
        return [self.publisher.key(edition) for edition in chosen]

    @property
    def settings(self) -> Mapping[str, object]:
        """What makes two orders the same work: one goes on where the other was stopped."""
        return {
            "source": SOURCE,
            "server": self.server,
            "editions": sorted(self.editions),
            "from": self.since and self.since.isoformat(),
            "to": self.until and self.until.isoformat(),
        }


@dataclass(frozen=True, slots=True)
class Listed:
    """A capture as the index of a web archive lists it."""

    url: str
    timestamp: str  # 14 digits, UTC
    status: int | None  # None: a revisit whose status the index does not tell
    mimetype: str
    digest: str  # of the body as it was stored; "-": none
    length: int  # bytes of its record, compressed; 0: not told

    @property
    def moment(self) -> datetime:
        """When it was captured."""
        return datetime.strptime(self.timestamp, _DIGITS).replace(tzinfo=UTC)

    @property
    def is_page(self) -> bool:
        """Whether it brought a page: a revisit brought the same as an earlier one."""
        return self.status == 200 or (self.status is None and self.mimetype == "warc/revisit")


@dataclass(frozen=True, slots=True)
class Wish:
    """A capture that is to be fetched."""

    address: Address
    listed: Listed


def timestamp(moment: datetime) -> str:
    """The moment as web archives write it. It must be aware."""
    return moment.astimezone(UTC).strftime(_DIGITS)


def memento(server: str, listed: Listed) -> str:
    """Where a web archive gives out the bytes of a capture, as they were stored."""
    return f"{server}/web/{listed.timestamp}id_/{listed.url}"


def _all(order: Order) -> Sequence[str]:
    return [edition.language for edition in order.publisher.editions]
