"""A writer's process: an order carried out, from beginning to end."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from scraper.cluster.line import Line
from scraper.errors import BadInput, CrawlFailed, NoNetwork

if TYPE_CHECKING:
    from scraper.cluster.orders import Claim
    from scraper.crawl.run import Result
    from scraper.crawl.watch import Progress

_APART = 60.0  # seconds that two clocks may differ
_ENDED = (NoNetwork, CrawlFailed, BadInput)  # errors after which a crawl is not to be begun again by itself


@dataclass(frozen=True, slots=True)
class Watching:
    """Who is told how far it is."""

    progress: Progress | None = None
    say: Callable[[str], object] | None = None


def write(claim: Claim, archive: Path, log: Path | None, watching: Watching) -> Result:
    """Carries out an order, as `crawl.run` does, but that others fetch; a process can do it once.

    An order that was cut short is the next writer's. Raises what `crawl.run` does, `NoRedis`, `AnotherWriter`.
    """
    from scraper.cluster.post import settings_of
    from scraper.crawl.order import as_told
    from scraper.crawl.run import run

    done = False
    try:
        order = replace(as_told(claim.publisher, archive, claim.arguments), log=log)
        claim.shared.set_pace()
        result = run(order, watching.progress, watching.say, settings_of(claim))
        done = not result.interrupted or result.outage is not None
    except _ENDED:
        done = True
        raise
    finally:
        claim.end(done=done)
    return result


def check_clocks(line: Line) -> None:
    """Raises `BadInput` if this machine's clock and Redis', by which captures are dated, differ by too much."""
    seconds, _ = _time(line)
    there, here = datetime.fromtimestamp(seconds, UTC), datetime.now(UTC)
    if abs((there - here).total_seconds()) > _APART:
        raise BadInput(
            f"the clock of the Redis at {line.where.shown} says {there:%Y-%m-%d %H:%M:%S}, this machine's"
            f" {here:%Y-%m-%d %H:%M:%S} (UTC). Captures are dated by the first, crawls by the second.\n"
            "Set both, by NTP."
        )


def _time(line: Line) -> tuple[int, int]:
    found: Any = line.call(lambda: line.client.time())
    return int(found[0]), int(found[1])
