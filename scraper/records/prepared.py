"""An article's texts, worked out for the archive."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Prepared:
    """What storing an article takes, as far as it is a function of what the page says.

    Whoever reads the page works it out, for many read at once, and only one process writes.
    """

    fingerprint: str  # SHA-256 of all that was read: whether a page says the same as the last time
    text_sha256: str  # of title, lead, body and footnotes, folded: what makes a version
    body_sha256: str | None  # of the body alone, folded; None if it is too short to be compared
    body: str
    words: int  # of lead and body
    stems: tuple[str | None, str | None, str | None]  # of title, lead and body, as the search index has them
    digest: bytes  # of language and body, by which the prints are known again
    prints: tuple[int, ...]  # the body's, by which it is found in other articles
    targets: Mapping[str, int]  # link → id of the article that it means
