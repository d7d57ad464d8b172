"""How healthy a crawl was, check by check."""

from __future__ import annotations

from dataclasses import dataclass

from scraper.errors import ArchiveError


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that was looked at."""

    name: str  # "source empty: demo/ru feed /ru/feed/"
    passed: bool
    found: str  # a sentence with the numbers
    threshold: str  # what it was held against: "> 0"


@dataclass(frozen=True, slots=True)
class Health:
    """Every check of one crawl."""

    crawl_id: int
    publisher: str
    checks: tuple[Check, ...]

    @property
    def failed(self) -> tuple[Check, ...]:
        """The checks that did not pass."""
        return tuple(check for check in self.checks if not check.passed)

    @property
    def passed(self) -> bool:
        """Whether every check passed."""
        return not self.failed

    @property
    def summary(self) -> str:
        """One sentence: "all 41 health checks passed"."""
        if self.passed:
            return f"all {len(self.checks)} health checks passed"
        return f"{len(self.failed)} of {len(self.checks)} health checks failed"

    @property
    def complaints(self) -> str:
        """A line for each check that failed: its name, what was found, what was expected."""
        return "\n".join(f"- {check.name}: {check.found} Expected: {check.threshold}." for check in self.failed)


class UnhealthyCrawl(ArchiveError):
    """The crawl ended, but what it found is not what the publisher used to give."""

    exit_code = 14

    def __init__(self, health: Health) -> None:
        super().__init__(
            f"crawl {health.crawl_id} of {health.publisher} is not healthy: {health.summary}. What it kept is kept.\n"
            f"{health.complaints}\n"
            f"Look at the publisher's site first. If it changed, mend spiders/{health.publisher}.py; "
            "if it was down, run the same command again."
        )
