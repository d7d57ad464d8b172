"""The day that an address is filed under, as ISO 8601 text: what a crawl's `since` is held against."""

from __future__ import annotations

import re
from datetime import date

_IN_PATH = re.compile(r"/((?:19|20)\d\d)/(\d{1,2})/(\d{1,2})(?=/|$)")
_STATED = re.compile(r"((?:19|20)\d\d)-(\d\d)-(\d\d)(?!\d)")


def of_path(path: str) -> str | None:
    """The day in an address (`/2025/07/02/slug/`); None if it names none."""
    return _day(_IN_PATH.search(path))


def of_lastmod(lastmod: str | None) -> str | None:
    """The day of a `lastmod`, in the zone it is stated in; None where it says no day, or one that cannot be."""
    return _day(_STATED.match(lastmod or ""))


def _day(found: re.Match[str] | None) -> str | None:
    try:
        return date(*map(int, found.groups())).isoformat() if found else None
    except ValueError:
        return None
