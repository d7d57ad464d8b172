"""When an address is to be fetched again."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta

from scraper.extract.dates import in_path
from scraper.publisher import Publisher
from scraper.records import Address


def next_due(publisher: Publisher, address: Address, fetched: datetime) -> datetime:
    """When to fetch an article again: after a share of its age at the last fetch.

    A young article is asked for often, an old one rarely: at a share of 0.2, one that is ten
    hours old waits two hours, one that is ten days old two days. Never less than the
    publisher's `revisit_soonest`, never more than `revisit_latest`. Where the publisher names
    no share, it is due at every crawl. The age is counted from the day in the address; without
    one, the wait is the longest.
    """
    if publisher.revisit is None:
        return fetched
    day = in_path(address.path)
    if day is None:
        return fetched + publisher.revisit_latest
    age = max(fetched - datetime.combine(day, time(), UTC), timedelta())
    wait = age * publisher.revisit
    return fetched + min(max(wait, publisher.revisit_soonest), publisher.revisit_latest)
