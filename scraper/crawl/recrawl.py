"""When an address is to be fetched again."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from scraper.extract.dates import in_path
from scraper.publisher import Publisher
from scraper.records import Address


def next_due(publisher: Publisher, address: Address, discovered: datetime, fetched: datetime) -> datetime:
    """When to fetch an article again: after a share of its age at the last fetch, or at its next milestone.

    A young article is asked for often, an old one rarely: at a share of 0.2, one that is ten
    hours old waits two hours, one that is ten days old two days. Never less than the
    publisher's `revisit_soonest`, never more than `revisit_latest`. A milestone (`revisit_at`,
    after it came out) that lies after this fetch and before the end of that wait comes first.
    Where the publisher names no share, it is due at every crawl.

    It came out when the day in the address began where the publisher is; without such a day,
    when the address was `discovered`. An article that is still to come out, or that was
    discovered before the clock was set back, counts as new.
    """
    if publisher.revisit is None:
        return fetched
    day = in_path(address.path)
    out = (datetime.combine(day, time(), ZoneInfo(publisher.zone)) if day else discovered).astimezone(UTC)
    age = fetched - out
    share = max(max(age, timedelta()) * publisher.revisit, publisher.revisit_soonest)
    milestones = (after - age for after in publisher.revisit_at if after > age)
    return fetched + min(share, publisher.revisit_latest, *milestones)
