"""What a crawl takes from the frontier, now that it knows traps."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

from scraper.archive import Archive, Outcome
from scraper.archive.queue import Claim
from scraper.crawl.traps.budgets import NAMED, Budgets
from scraper.records import Address

TRUSTED = ("sitemap", "feed", "rest", "import")  # kinds of sources that are always believed
AGAIN = timedelta(days=30)  # after which an address of a trap may be tried again
LINKS = 2000  # articles that one page may name
_OURS = ("extraction-failed",)  # says something of us, not of the page
_ANNOUNCED = f"select 1 from sightings where article_id = ? and source in {TRUSTED} limit 1"


class Traps:
    """The budgets of one crawl, and the archive that knows who announced what."""

    def __init__(self, archive: Archive, report: Callable[[str, str], object]) -> None:
        self._archive = archive
        self._report = report  # told what is wrong, and at which address
        self._budgets = Budgets()
        self._full = False

    def may_name(self, address: Address, page: str) -> bool:
        """Whether an address that a page names is noted, as far as numbers go."""
        if self._budgets.name(address.path):
            return True
        if not self._full:
            self._full = True
            self._report(page, f"more than {NAMED} addresses of one kind that only pages name: others are left out")
        return False

    def came(self, address: Address, status: int, outcome: str) -> None:
        """Notes what lay at an address. The caller holds the transaction."""
        held = outcome == Outcome.NEW.value
        if status != 200 or outcome in _OURS or (not held and outcome in {known.value for known in Outcome}):
            return
        if not self._is_trusted(address) and (why := self._budgets.came(address.path, held=held)):
            self._report(address.url, why)

    def admit(self, claims: Sequence[Claim], now: datetime) -> tuple[list[Claim], list[Claim]]:
        """Those claims that are to be fetched, and those that are counted as a trap's.

        What is in neither waits for the next crawl. The caller holds the transaction.
        """
        if not self._budgets.traps and not self._budgets.spent:
            return list(claims), []
        taken, trapped = [], []
        for claim in claims:
            kind = self._budgets.of(claim.address.path)
            known = claim.known or kind not in self._budgets.traps | self._budgets.spent
            if known or self._is_trusted(claim.address):
                taken.append(claim)
            elif kind in self._budgets.traps:
                self._archive.frontier.missing(claim.address, "trap", kind, None, now + AGAIN)
                trapped.append(claim)
        return taken, trapped

    def _is_trusted(self, address: Address) -> bool:
        return self._archive.db.execute(_ANNOUNCED, (address.id,)).fetchone() is not None
