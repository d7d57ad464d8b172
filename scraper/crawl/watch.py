"""The time, and how far a crawl is."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

Progress = Callable[[int, int], object]  # (addresses done, addresses left)


def now() -> datetime:
    """The time, to the second, in UTC."""
    return datetime.now(UTC).replace(microsecond=0)
