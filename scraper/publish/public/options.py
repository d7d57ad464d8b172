"""What whoever publishes allows to strangers."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Public:
    """The choices of a public site; as they stand here, the careful ones."""

    sql: bool = False  # SQL of one's own
    robots: bool = False  # search engines
    withhold_text: bool = False  # no lead, body or note, in any form; only search's snippets
    per_minute: int = 60  # questions in SQL or as CSV that one client may ask; ten times as many of all kinds
    password: str | None = field(default=None, repr=False)  # for everything but robots.txt
