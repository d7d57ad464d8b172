"""The checks as Spidermon monitors: a counter, a comparison, a threshold.

A monitor class is a kind of check; an instance looks at one subject: the log, an edition, a
source of an edition. `monitors` gives an instance for each subject that there is.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import ClassVar, Self

from spidermon import Monitor

from scraper.crawl.health.figures import Figures

Stats = Mapping[str, object]

_LEFT = "politeness/broken/"  # a key of the stats, before the host
_HOLDS: Mapping[str, Callable[[float, float], bool]] = {
    "==": operator.eq,
    ">": operator.gt,
    ">=": operator.ge,
    "<=": operator.le,
}


@dataclass(frozen=True, slots=True)
class Measure:
    """A counter that was read, and what it is held against."""

    subject: str  # "demo/ru feed /ru/feed/"; empty for the whole crawl
    counter: float | None  # None: there is nothing to compare, as `found` says
    threshold: float
    found: str  # a sentence with the numbers


class HealthMonitor(Monitor):  # type: ignore[misc]  # Spidermon has no types
    """A kind of check. A subclass says what it counts and what must hold."""

    what: ClassVar[str]  # the check's name, before its subject
    comparison: ClassVar[str]  # with the threshold on its right
    shares: ClassVar[bool] = False  # counter and threshold are shares
    measure: Measure

    @classmethod
    def measures(cls, figures: Figures, stats: Stats) -> Iterator[Measure]:
        """A measure for each subject."""
        raise NotImplementedError

    @classmethod
    def monitors(cls, figures: Figures, stats: Stats) -> Iterator[Self]:
        """An instance for each measure."""
        for measure in cls.measures(figures, stats):
            monitor = cls("test_holds", name=f"{cls.what}: {measure.subject}" if measure.subject else cls.what)
            monitor.measure = measure
            yield monitor

    @property
    def threshold(self) -> str:
        """What must hold, in words: "> 0", ">= 90 %"."""
        bound = self.measure.threshold
        return f"{self.comparison} {percent(bound) if self.shares else format(bound, 'g')}"

    def test_holds(self) -> None:
        """The counter stands to the threshold as it must."""
        measure = self.measure
        if measure.counter is None:
            self.skipTest(measure.found)
        elif not _HOLDS[self.comparison](measure.counter, measure.threshold):
            self.fail(measure.found)


def left_alone(stats: Stats) -> Mapping[str, str]:
    """The hosts that were left alone for the rest of the crawl, and why."""
    return {name.removeprefix(_LEFT): str(why) for name, why in stats.items() if name.startswith(_LEFT)}


def share(part: float, whole: float) -> float:
    """The part as a share of the whole; 0 of nothing."""
    return part / whole if whole else 0.0


def percent(part: float) -> str:
    """A share in words: "37 %"."""
    return f"{part * 100:.0f} %"
