"""What was left out of a page's text, and by which rule; how another program reads it: for people who doubt."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass

from scraper.extract import furniture, read
from scraper.extract.declared import Declared, read_parted
from scraper.extract.general import weigh
from scraper.extract.general.names import KINDS
from scraper.extract.general.rules import AMONG, RULES
from scraper.extract.metadata import metadata
from scraper.extract.page import Overlarge, Unreadable, open_page
from scraper.extract.second import second_opinion
from scraper.records import Article, Capture

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


def explained(capture: Capture, known: Declared | None = None) -> Mapping[str, object]:
    """What `--explain` adds to a page's reading, in names and values that JSON knows.

    `known` is the publisher and edition that declared the page, as for `scraper.extract.read`.
    """
    article = read(capture, known)
    opinion = second_opinion(capture, article) if isinstance(article, Article) else None
    return {
        "dropped": [asdict(one) for one in dropped(capture, known)],
        "second_opinion": asdict(opinion) if opinion else None,
    }


def dropped(capture: Capture, known: Declared | None = None) -> tuple[Dropped, ...]:
    """The lines that are left out of a page's text, each by its rule; none if it has no article.

    `known` is the publisher and edition that declared the page, as for `scraper.extract.read`.
    """
    try:
        page = open_page(capture, known.publisher if known else None)
    except (Unreadable, Overlarge):
        return ()
    meta = metadata(page)
    if known:
        read = read_parted(page, meta, known)
        return tuple(Dropped(rule, text) for rule, text in read[1].dropped()) if read else ()
    found = weigh(page, meta)
    return tuple(Dropped(one.rule, one.line.text) for one in found.judged if one.rule) if found else ()
