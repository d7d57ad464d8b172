"""Which captures are exported, and into how large files."""

from __future__ import annotations

import re
from dataclasses import dataclass
from sqlite3 import Connection

from scraper.errors import BadInput
from scraper.publish.export.queries import unknown

LARGEST = 1_000_000_000  # bytes of a file; what other tools take for granted
_SINCE = re.compile(r"\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?")


@dataclass(frozen=True, slots=True)
class Choice:
    """What was asked for; all of it, if nothing was."""

    edition: str | None = None  # "neo/ru"
    since: str | None = None  # a day, month or year: what was fetched then or later
    largest: int = LARGEST

    @property
    def whole(self) -> bool:
        """Whether nothing of the archive is left out."""
        return self.edition is None and self.since is None

    def where(self, table: str = "captures") -> str:
        """The condition for rows of `captures`, under whatever name, with its values named."""
        conditions = {f"{table}.edition = :edition": self.edition, f"{table}.fetched >= :since": self.since}
        return " and ".join(sql for sql, value in conditions.items() if value is not None) or "true"

    @property
    def values(self) -> dict[str, object]:
        """The values of `where`."""
        return {name: value for name, value in (("edition", self.edition), ("since", self.since)) if value is not None}


def check(connection: Connection, choice: Choice) -> None:
    """Raises `BadInput` for an edition that the archive does not have, or a day that is none."""
    if choice.since is not None and not _SINCE.fullmatch(choice.since):
        raise BadInput(f'"{choice.since}" is no day, month or year.\nWrite it as 2025-07-11, 2025-07 or 2025.')
    if choice.edition is not None:
        known = [name for (name,) in connection.execute("select distinct edition from captures order by 1")]
        if choice.edition not in known:
            raise unknown("the archive has no edition", choice.edition, known, "There are")
