"""The standfirst: the sentence between title and article that the head gives as its description."""

from __future__ import annotations

from collections.abc import Sequence

from scraper.extract.general.candidates import Found
from scraper.extract.general.lines import Line, names_of
from scraper.extract.metadata import Metadata
from scraper.extract.text import folded

_REACH = 30  # lines above the article
_LEAST = 40  # characters
_ALIKE = 60  # characters that a line and the description have in common at their beginnings
_NAMED = frozenset(
    (
        "standfirst lead lede lide dek deck subtitle subheadline subheading subhead chapo chapeau anons sapo excerpt "
        "intro summary"
    ).split()
)


def find_standfirst(lines: Sequence[Line], found: Found, meta: Metadata) -> tuple[Line, str] | None:
    """The line between title and article that introduces it, and how it was known; None if there is none."""
    said = folded(meta.description or "")
    for number in range(max(found.first - _REACH, 0), found.first):
        line = lines[number]
        if len(line.text) < _LEAST or found.boxed[number] or line.density > 0.5:
            continue
        text = folded(line.text)
        if said and (text[:_ALIKE] in said or said[:_ALIKE] in text):
            return line, "description, in print"
        if names_of(line.holder) & _NAMED:
            return line, "named as such"
    return None
