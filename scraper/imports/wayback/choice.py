"""Which captures of a web archive are wanted: each that brings something new, and how it ended. Pure."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Sequence

from scraper.imports.wayback.records import Listed, Wish
from scraper.records import Address

_GONE = (404, 410)
MOST = 300_000  # captures that are looked at side by side, of those that bring something new: some 200 MB


class Choice:
    """The captures of each address, as the index lists them; what only repeats the one before is not even noted."""

    def __init__(self) -> None:
        self._listed: dict[Address, list[Listed]] = {}
        self._page: dict[Address, str] = {}  # when each was last a page
        self.repeated = 0
        self.size = 0

    def add(self, address: Address, listed: Listed) -> bool:
        """Notes a capture. Returns whether its address is new."""
        known = self._listed.setdefault(address, [])
        before = known[-1] if known else None
        if listed.is_page:
            self._page[address] = max(self._page.get(address, ""), listed.timestamp)
        if before and before.timestamp <= listed.timestamp and _repeats(before, listed):
            self.repeated += 1
            return False
        known.append(listed)
        self.size += 1
        return before is None

    def addresses(self) -> Iterator[tuple[Address, Sequence[Listed]]]:
        """Each address with what of it is wanted, oldest first, in the order of the index."""
        for address, listed in self._listed.items():
            yield address, wanted(listed, self._page.get(address, ""))


def wanted(listed: Iterable[Listed], last_page: str) -> list[Listed]:
    """Of the captures of an address, in any order: those worth fetching, oldest first.

    Each page with another digest than the page before it; and after `last_page`, when it was last one, the first 404
    or 410 and the first redirect. Of an address that was never a page only the first redirect says something: one that
    only ever failed may be anybody's slip.
    """
    inorder = sorted(listed, key=lambda one: one.timestamp)
    pages = [one for one in inorder if one.is_page]
    chosen = [page for before, page in zip([None, *pages], pages, strict=False) if _differs(before, page)]
    after = [one for one in inorder if one.timestamp > last_page]
    if pages:
        chosen += [one for one in after if one.status in _GONE][:1]
    chosen += [one for one in after if one.status is not None and 300 <= one.status < 400 and one.status != 304][:1]
    return sorted({one.timestamp: one for one in chosen}.values(), key=lambda one: one.timestamp)


def wishes(choice: Choice, held: Container[Address]) -> list[Wish]:
    """What is wanted, in the order in which it is fetched: first the articles of which nothing is held."""
    found = [Wish(address, listed) for address, chosen in choice.addresses() for listed in chosen]
    return sorted(found, key=lambda wish: wish.address in held)


def _differs(before: Listed | None, page: Listed) -> bool:
    return before is None or before.digest != page.digest or page.digest == "-"


def _repeats(before: Listed, listed: Listed) -> bool:
    if listed.is_page:
        return before.is_page and not _differs(before, listed)
    return before.status == listed.status and not before.is_page
