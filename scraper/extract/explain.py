"""What was left out of a page's text, and by which rule: for people who doubt a reading."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from scraper.extract import furniture
from scraper.extract.general import weigh
from scraper.extract.general.names import KINDS
from scraper.extract.general.rules import AMONG, RULES
from scraper.extract.metadata import metadata
from scraper.extract.page import Unreadable, open_page
from scraper.records import Capture

# Every rule for pages of unknown publishers: what it takes. Elements are judged by name, lines by what they say.
BY_NAME: Mapping[str, str] = KINDS
BY_LINE: Mapping[str, str] = {rule.name: rule.takes for rule in RULES} | dict(AMONG)
# And those for pages of declared ones.
DECLARED: Mapping[str, str] = furniture.RULES


@dataclass(frozen=True, slots=True)
class Dropped:
    """A line inside the article's element that is no text of it."""

    rule: str
    text: str


def dropped(capture: Capture) -> tuple[Dropped, ...]:
    """The lines that the general rules leave out of a page's text, in order; none if it has no article."""
    try:
        page = open_page(capture)
    except Unreadable:
        return ()
    found = weigh(page, metadata(page))
    return tuple(Dropped(one.rule, one.line.text) for one in found.judged if one.rule) if found else ()
