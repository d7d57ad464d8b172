"""The counted words for what became of each capture that others made."""

from __future__ import annotations

from collections.abc import Mapping

KEPT, KNOWN, FUTURE = "kept", "there already", "from the future"
BUG = "met a bug"

# Of a capture that is kept for an article, the word is in the end what was made of it: one of `Outcome` or `REASONS`.
OUTCOMES: Mapping[str, str] = {
    KEPT: "kept, and nothing is made of it by itself: a further page, a sitemap, a robots.txt",
    KNOWN: "the very capture was there",
    FUTURE: "its date has not come yet",
    BUG: "it is kept, and met a bug when it was read: please report it",
}
