"""The lines of a declared publisher's body, parted from what is no text of the article."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from lxml.html import HtmlElement

from scraper.extract import body, furniture
from scraper.extract.body import Line
from scraper.extract.header import Header
from scraper.extract.parts import number_of
from scraper.extract.text import text_of
from scraper.extract.urls import site_path
from scraper.publisher import Publisher, Strings
from scraper.records import Link


@dataclass(frozen=True, slots=True)
class Parted:
    """The text, and what was taken from it: each with the rule of `furniture.RULES` that took it."""

    lines: Sequence[Line]
    elements: Sequence[tuple[str, HtmlElement]]  # taken whole, before lines were made
    taken: Sequence[tuple[str, Line]]

    def texts(self, rule: str) -> list[str]:
        """What a rule took, as a reader sees it; no empty ones."""
        return [text for found, text in self.dropped() if found == rule]

    def dropped(self) -> Iterator[tuple[str, str]]:
        """Every rule that took something, with its text; elements first."""
        for rule, element in self.elements:
            if text := text_of(element):
                yield rule, text
        for rule, line in self.taken:
            if line.text:
                yield rule, line.text

    def links(self, rule: str) -> Iterator[Link]:
        """The links in what a rule took; their addresses as they stand."""
        for found, element in self.elements:
            if found == rule:
                yield from (Link(link.get("href") or "", text_of(link)) for link in element.iter("a"))
        yield from body.links([line for found, line in self.taken if found == rule])

    def parts(self, rule: str) -> Iterator[str]:
        """The texts of the lines that a rule took, parted at single line breaks."""
        return (part for found, line in self.taken if found == rule for part in line.parts)


def part(
    header: Header, publisher: Publisher, strings: Strings, said: Iterable[str | None], names: Sequence[str]
) -> Parted:
    """Parts a body. `said` are title, lead and byline, which may stand at its top again; `names` the authors'."""
    page = header.page
    here = number_of(publisher, page.capture)

    def own(href: str) -> bool:
        return site_path(publisher, page.absolute(href)) is not None

    def other_page(href: str) -> bool:
        found = page.lead(href)
        return found.address == page.capture.address and found.number != here and not {"#", "?"} & {*found.url}

    without = furniture.dropped(page, header.body, header.layout, other_page)
    lines = body.lines(header.body, without)
    taken = [
        *(("related", line) for line in furniture.take_related(lines, strings.related, own)),
        *(("title-again", line) for line in furniture.take_repeats(lines, said)),
        *(("author-bio", line) for line in furniture.take_bio(lines, names)),
        *(("footnote", line) for line in furniture.take_footnotes(lines, strings.footnote)),
        *(("pull-quote", line) for line in furniture.take_pull_quotes(lines)),
    ]
    return Parted(lines, [(rule, element) for element, rule in without.items()], taken)
