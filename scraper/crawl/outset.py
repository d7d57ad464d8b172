"""What is known before a crawl asks anybody: whether it is a full sweep, and whether it goes on with another."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from scraper.archive import Archive
from scraper.publisher import Publisher
from scraper.records import iso


@dataclass(frozen=True, slots=True)
class Reach:
    """How far a crawl reads the sources."""

    sweep: bool  # to their end; else only what is new
    why: str  # a clause: "the last one began … "


def reach(
    archive: Archive | None, publisher: Publisher, languages: Sequence[str], now: datetime, *, full: bool
) -> Reach:
    """How far a crawl of these editions reads: a full sweep is made on demand, and when the last is long enough ago."""
    swept = archive.crawls.swept(publisher.name, languages) if archive else None
    if full:
        return Reach(True, "it is asked for")
    if swept is None:
        return Reach(True, "there was none of these editions yet")
    due = swept + publisher.sweep
    if now >= due:
        return Reach(True, f"the last one began {iso(swept)}, and one is due every {publisher.sweep.days} days")
    return Reach(False, f"the last full sweep began {iso(swept)}, and the next is due {iso(due)}")


def resumed(archive: Archive, publisher: Publisher, editions: Sequence[str]) -> str | None:
    """A sentence on the crawl that this one goes on with; None if the last one came to its end.

    To be asked before the new crawl has a row of its own.
    """
    last = archive.crawls.cut_short(publisher.name)
    if last is None:
        return None
    crawl_id, began = last
    pending = archive.frontier.pending(editions)
    return (
        f"resuming crawl {crawl_id}, which began {iso(began)} and was cut short:"
        f" {pending:,} addresses are still pending"
    )


def noted(
    publisher: Publisher, languages: Sequence[str], *, limit: int | None, sweep: bool, since: date | None
) -> dict[str, object]:
    """What the row of a crawl keeps of how it was set, its publisher's title too."""
    settings: dict[str, object] = {"languages": list(languages), "limit": limit, "sweep": sweep}
    settings |= {name: getattr(publisher, name) for name in ("title", "delay", "concurrent")}
    settings |= {name: why for name in ("unverified_tls", "private_network") if (why := getattr(publisher, name))}
    return settings | ({"since": since.isoformat()} if since else {})
