"""Whose page an address is: of the publishers that are declared, or of the one that is asked for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from scraper.extract.urls import locate_page
from scraper.publisher import Publisher
from scraper.records import Address, Kind


@dataclass(frozen=True, slots=True)
class Ours:
    """The publishers whose pages are taken."""

    publishers: Sequence[Publisher]
    copy: str | None = None  # scheme and host of a copy of their site that was captured instead

    def find(self, url: str | None) -> tuple[Address, Kind] | None:
        """Which article an address means, and whether it is its first page; None if it is none of theirs."""
        for publisher in self.publishers if url else ():
            if found := locate_page(publisher, url or "", self.copy):
                address, number = found
                return address, Kind.ARTICLE if number == 1 else Kind.PART
        return None

    def knows(self, edition: str) -> bool:
        """Whether an edition is one of theirs."""
        return any(publisher.key(each) == edition for publisher in self.publishers for each in publisher.editions)
