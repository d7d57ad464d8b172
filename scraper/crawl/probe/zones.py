"""The publisher's time zone, as far as the times on its pages tell."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from scraper.extract.dates import moment


def zone_of(stated: Iterable[str | None]) -> str:
    """A zone for times as pages state them: "Etc/GMT-3" if all end in +03:00; "UTC" if they disagree or are silent.

    Only the offset is known; the city that a newspaper lives by, only a person.
    """
    offsets = {_offset(text) for text in stated if text and moment(text, "UTC")}
    only = offsets.pop() if len(offsets) == 1 else None
    if not only or only % timedelta(hours=1):
        return "UTC"
    hours = int(only / timedelta(hours=1))
    return f"Etc/GMT{-hours:+d}"  # which counts the other way


def _offset(text: str) -> timedelta | None:
    try:
        return datetime.fromisoformat(text.strip()).utcoffset()
    except ValueError:
        return None
