"""What goes wrong with files that come from other archives, or go there."""

from __future__ import annotations

from collections.abc import Sequence

from scraper.errors.root import ArchiveError

_NAMED = 10  # places that a message lists


class TornFile(ArchiveError):
    """WARC files that are broken in places; everything else in them was read."""

    exit_code = 27

    def __init__(self, places: Sequence[str]) -> None:
        told = "\n".join(f"  {place}" for place in places[:_NAMED])
        more = f"\n  … and {len(places) - _NAMED:,} more" if len(places) > _NAMED else ""
        are = "place is" if len(places) == 1 else "places are"
        super().__init__(
            f"{len(places):,} {are} broken; all other records were taken.\n"
            f"{told}{more}\n"
            "Get the file again from where it came from, and run the same command: what is there already adds nothing."
        )


class NewerExport(ArchiveError):
    """A newer version of this program exported the file."""

    exit_code = 28

    def __init__(self, name: str, stated: object) -> None:
        super().__init__(
            f"{name} was exported by a newer neo-archive (its format is {stated}). Nothing was taken from it.\n"
            "Update neo-archive, then run the same command again."
        )
