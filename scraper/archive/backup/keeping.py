"""Which backups stay."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from scraper.archive.backup.manifest import Manifest


@dataclass(frozen=True, slots=True)
class Keep:
    """How many stay: a backup that any rule wants is kept. Without a rule, all are."""

    last: int | None = None  # the newest
    daily: int | None = None  # the last one of each of so many days that have any, UTC
    weekly: int | None = None  # the same by weeks, ISO 8601

    def unwanted(self, backups: Sequence[Manifest]) -> list[Manifest]:
        """Those that no rule wants, of backups given the newest first; never the newest of all."""
        if self.last is None and self.daily is None and self.weekly is None:
            return []
        wanted = {one.name for one in backups[: max(self.last or 0, 1)]}
        wanted |= set(_lasts(backups, self.daily or 0, lambda at: at.date().isoformat()))
        wanted |= set(_lasts(backups, self.weekly or 0, lambda at: "{}-{}".format(*at.isocalendar())))
        return [one for one in backups if one.name not in wanted]


def _lasts(backups: Sequence[Manifest], count: int, span: Callable[[datetime], str]) -> Iterator[str]:
    """The names of the last backups of so many spans."""
    seen: set[str] = set()
    for one in backups:
        at = span(one.moment)
        if at not in seen and len(seen) < count:
            seen.add(at)
            yield one.name
