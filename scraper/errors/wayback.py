"""What keeps a web archive from giving what it has."""

from __future__ import annotations

from scraper.errors.root import ArchiveError


class WebArchiveOut(ArchiveError):
    """A web archive asks to be left alone, or is out; what was fetched before is kept."""

    exit_code = 29

    def __init__(self, address: str, why: str) -> None:
        super().__init__(
            f"{address}: {why}.\n"
            "What came before is kept. Wait for as long as it asks, or some hours, then run the same command again:"
            " it goes on where it stopped."
        )
