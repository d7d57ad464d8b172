"""A page of a publisher that nobody declared: no selector is known, so places are weighed.

The page is walked once, into `lines`. `titles` chooses the title; `candidates` the element that
holds the article, by the weight of its lines, furniture by `names` left out; `rules` judges each
line in it; `authors`, `dates` and `standfirst` look around it. All work on the same lines.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from scraper.extract.cited import same_host, whole
from scraper.extract.general.asides import parted
from scraper.extract.general.authors import Authors, find_authors
from scraper.extract.general.candidates import Found, find_body
from scraper.extract.general.dates import ZONE, Dated, find_published
from scraper.extract.general.lines import Line, lines
from scraper.extract.general.rules import is_sentence, judge
from scraper.extract.general.standfirst import find_standfirst
from scraper.extract.general.titles import Title, find_title, stated_sites
from scraper.extract.language import detect, primary
from scraper.extract.metadata import Metadata
from scraper.extract.page import Page
from scraper.extract.provenance import of_body, of_canonical, replaced, told
from scraper.extract.text import slug
from scraper.records import Article, Author, Block, FieldSource, Link

__all__ = ["ZONE", "Judged", "Reading", "read_general", "weigh"]

_HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))


@dataclass(frozen=True, slots=True)
class Judged:
    """A line of the article's element, and the rule that keeps it out of the text, if one does."""

    line: Line
    rule: str | None


@dataclass(frozen=True, slots=True)
class Reading:
    """All that was found on a page, with what was left out and why."""

    title: Title
    found: Found
    judged: Sequence[Judged]
    standfirst: tuple[Line, str] | None
    authors: Authors
    dated: Dated


def read_general(page: Page, meta: Metadata) -> Article | None:
    """What a page of an unknown publisher says; None if it has no title or no text."""
    found = weigh(page, meta)
    return _article(page, meta, found) if found else None


def weigh(page: Page, meta: Metadata) -> Reading | None:
    """Everything that is known of a page, before it is made an article; None without title or text."""
    every = [part for line in lines(page.tree) for part in parted(line)]
    title = find_title(page, meta, every)
    found = find_body(every, title.element if title else None)
    if title is None or found is None:
        return None
    authors = find_authors(page, meta, every, found, title.text, stated_sites(meta))
    numbers = range(found.first, found.last + 1)
    free = [number for number in numbers if found.boxed[number] is None]
    rules = dict(zip(free, judge([every[number] for number in free], title.text, authors.names), strict=True))
    judged = [Judged(every[number], found.boxed[number] or rules[number]) for number in numbers]
    above = find_standfirst(every, found, meta)
    return Reading(title, found, judged, above, authors, find_published(page, meta, every, found, title.element))


def _article(page: Page, meta: Metadata, found: Reading) -> Article:
    kept = [one.line for one in found.judged if one.rule is None]
    if found.standfirst:
        kept.insert(0, found.standfirst[0])
    made = list(_blocks(kept))
    blocks = tuple(block for block, _ in made)
    own = same_host(page.capture.address.url)
    text = " ".join(block.text for block in blocks)
    language, detected = primary(page.language), detect(text)
    return Article(
        title=found.title.text,
        language=language,
        language_detected=detected,
        published=found.dated.published,
        blocks=blocks,
        layout="general",
        encoding=page.encoding,
        authors=tuple(Author(slug(name), name) for name in found.authors.names if slug(name)),
        links=tuple(
            whole(Link(page.absolute(href), anchor, "body", number), own)
            for number, (_, lines_of) in enumerate(made, 1)
            for line in lines_of
            for href, anchor in line.links
        ),
        translations={key: href for key, href in meta.alternates.items() if key != language},
        canonical=meta.canonical,
        replaced=replaced(found.title.text, text),
        sources=(*_sources(page, found, blocks), *of_canonical(meta)),
    )


def _blocks(kept: Sequence[Line]) -> Iterator[tuple[Block, Sequence[Line]]]:
    """Lines as blocks, each with its lines; one that a single line break parts from the one before continues it."""
    parts: list[Line] = []
    for number, line in enumerate(kept):
        parts.append(line)
        following = kept[number + 1] if number + 1 < len(kept) else None
        if following is None or not following.joins or following.holder is not line.holder:
            kind = _kind(line) if len(parts) == 1 else _kind(line, sub_head=False)
            yield Block(kind, " ".join(part.text for part in parts)), parts
            parts = []


def _kind(line: Line, sub_head: bool = True) -> str:
    tags = [found.tag for found in (line.holder, *line.holder.iterancestors())]
    if "blockquote" in tags:
        return "quote"
    if "li" in tags[:2] or tags[0] == "td":
        return "item"
    if sub_head and (tags[0] in _HEADINGS or (line.bold and not is_sentence(line.text))):
        return "heading"
    return "paragraph"


def _sources(page: Page, found: Reading, blocks: Sequence[Block]) -> Iterator[FieldSource]:
    title, authors, dated = found.title, found.authors, found.dated
    yield told("title", title.source, title.text, title.rivals)
    yield told("authors", authors.source, authors.raw, authors.rivals)
    yield told("published", dated.source, dated.raw, dated.rivals)
    if found.standfirst:
        line, how = found.standfirst
        yield told("lead", f"{how}; first in the body", line.text)
    element = found.found.element
    named = " ".join(filter(None, (element.tag, element.get("id"), element.get("class"))))
    yield of_body(f"heaviest element: {named}", blocks)
    if page.language:
        yield told("language", "html lang", page.language)
