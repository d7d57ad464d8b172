"""What goes wrong with files that come from other archives, or go there."""

from __future__ import annotations

from collections.abc import Sequence

from scraper.errors.root import ArchiveError


class TornFile(ArchiveError):
    """A file to be imported is broken in places; everything else in it was taken."""

    exit_code = 27

    def __init__(self, places: int, first: Sequence[str]) -> None:
        told = "\n".join(f"  {place}" for place in first)
        more = f"\n  … and {places - len(first):,} more" if places > len(first) else ""
        super().__init__(
            f"{places:,} {'place is' if places == 1 else 'places are'} broken; all other records were taken.\n"
            f"{told}{more}\n"
            "Get the file again from where it came from, and import that: what is there already adds nothing."
        )


class NewerExport(ArchiveError):
    """A newer version of this program exported the file."""

    exit_code = 28

    def __init__(self, name: str, stated: object) -> None:
        super().__init__(
            f"{name} was exported by a newer neo-archive (its format is {stated}). Nothing was taken from it.\n"
            "Update neo-archive, then run the same command again."
        )
