"""What a crawl takes from the frontier next."""

from __future__ import annotations

from collections.abc import Sequence

from scraper.archive.queue import Claim
from scraper.crawl.session import Session
from scraper.crawl.watch import now


def take(session: Session, count: int) -> Sequence[Claim]:
    """Claims up to `count` articles that are due, and counts them; none only if nothing is due any more.

    Those of a trap are counted as missing. Raises what `Archive.transaction` does.
    """
    while True:
        with session.archive.transaction():
            claims = session.archive.queue.claim(session.wanted, now(), count, session.again, scouts=session.scouts)
            taken, trapped = session.traps.admit(claims, now())
        session.took([*taken, *trapped])
        if trapped:
            session.counts["trap"] += len(trapped)
        if taken or not claims:
            return taken
