"""Who signed: the names a page states or prints, without roles, dates and sites."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from scraper.extract.general.authors.people import is_stated, people_in
from scraper.extract.general.authors.places import in_print, marked
from scraper.extract.general.candidates import Found
from scraper.extract.general.lines import Line
from scraper.extract.metadata import Metadata
from scraper.extract.page import Page
from scraper.extract.text import slug
from scraper.records import Stated

__all__ = ["Authors", "find_authors", "people_in"]

_STATED = ("json-ld author", "rel author", "itemprop author", "byline")  # believed even if they name an organisation
_DESKS = frozenset("staff news newsdesk desk editorial editors team reporter redaction redaktion online".split())


@dataclass(frozen=True, slots=True)
class Authors:
    """The names, which place of the page said them, and what other places said."""

    names: tuple[str, ...] = ()
    source: str = ""
    raw: str = ""
    rivals: Sequence[Stated] = ()


def find_authors(
    page: Page, meta: Metadata, lines: Sequence[Line], found: Found, title: str, sites: frozenset[str]
) -> Authors:
    """Who signed the article, by the surest place that names people.

    JSON-LD goes first, then links and elements marked as the author, then bylines in print,
    then the head; but two places that agree go before one that nothing confirms. An
    organisation counts only where nobody else is named.
    """
    said = [
        *(Stated("json-ld author", name) for name in ["; ".join(meta.authors)] if name),
        *marked(page),
        *in_print(lines, found, title),
        *(Stated(f"meta {said.source}", said.raw) for said in meta.bylines if is_stated(said.raw)),
    ]
    said.sort(key=lambda one: one.source == "short byline")
    listed = _listed(meta.authors)
    order = [(one, listed if listed and one.source == "json-ld author" else people_in(one.raw)) for one in said]
    persons = [(one, names) for one, names in order if any(not _is_site(name, sites) for name in names)]
    stated = [(one, names or (one.raw,)) for one, names in order if one.source in _STATED]
    for one, names in _agreed(persons) or stated:
        kept = names if names is listed else tuple(name for name in names if not _is_site(name, sites)) or names
        rivals = tuple(other for other, found in order if found != names)
        return Authors(kept, one.source, one.raw, rivals)
    return Authors(rivals=tuple(said))


def _listed(stated: Sequence[str]) -> tuple[str, ...]:
    """The names of a list of several authors: organisations too, for the list is the publisher's own."""
    if len(stated) < 2:
        return ()
    return tuple(dict.fromkeys(name for one in stated if is_stated(one) for name in people_in(one) or (one,)))


def _agreed(persons: list[tuple[Stated, tuple[str, ...]]]) -> list[tuple[Stated, tuple[str, ...]]]:
    """The statements from the first that another confirms; from JSON-LD's, or if none is confirmed, all."""
    sets = [frozenset(map(slug, names)) for _, names in persons]
    for number, names in enumerate(sets):
        others = sets[:number] + sets[number + 1 :]
        if persons[number][0].source == "json-ld author" or any(names & other for other in others):
            return persons[number:]
    return persons


def _is_site(name: str, sites: frozenset[str]) -> bool:
    """Whether a name is the site's, or that of its desk: "The Harbour Daily", "Harbour Daily Staff"."""
    words = slug(name).split("-")
    while words and words[-1] in _DESKS:
        words.pop()
    squeezed = "".join(words)
    return any(found in sites for found in (squeezed, squeezed.removeprefix("the"), slug(name).replace("-", "")))
