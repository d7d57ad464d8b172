"""When two texts are one version: white space, quote marks, dashes and known damage are folded, letters are not.

Editors' software sets quotes, dashes and dots by itself, so that they differ without anybody's doing.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from hashlib import sha256

from scraper.swaps import swapping

_plainly = swapping(
    dict.fromkeys('’‘‛ʼ′`´“”„‟«»″‹›"', "'") | dict.fromkeys("‐‑‒–—―−", "-") | {"…": "..."},
)
# A quote mark takes the spaces on both sides with it, for French sets them inside; so does ";" with the one before it.
_SPACED = ("' ", " '", *(f" {mark}" for mark in ";:!?%,.)]"))


def folded(text: str, transforms: Mapping[str, str]) -> str:
    """A form of a text that is the same for all that are one version.

    `transforms` is what the publisher's site is known to have damaged, and what stood there: neither counts,
    for a later design may leave out both.
    """
    for damage, meant in transforms.items():
        text = text.replace(damage, "").replace(meant, "")
    text = " ".join(_plainly(text).split())
    for spaced in _SPACED:
        text = text.replace(spaced, spaced.strip())
    return text


def text_sha256(texts: Iterable[str | None], transforms: Mapping[str, str]) -> str:
    """SHA-256 of title, lead, body and footnotes in that order, folded as one; the ends of paragraphs do not count."""
    return sha256(folded("\n".join(filter(None, texts)), transforms).encode()).hexdigest()
