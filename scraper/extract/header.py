"""What stands around an article's body: title, byline, lead, pictures, sections."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache, cached_property
from urllib.parse import unquote, urlsplit

from lxml.html import HtmlElement

from scraper.extract.dates import Printed, printed
from scraper.extract.furniture import Asides
from scraper.extract.metadata import Metadata
from scraper.extract.page import Page
from scraper.extract.selectors import select
from scraper.extract.text import clean, folded, slug, text_of
from scraper.publisher import Layout, Publisher
from scraper.records import Author, Image, Section, Stated, Tag

_REACH = 80  # elements above the title, or below the body, that may still belong to the article
_BYLINE_LIMIT = 160  # characters
_CHOSEN_BYLINE_LIMIT = 400  # where the layout says that it is one: a dozen may have signed
_LEAD_LEAST = 40
_AND = re.compile(r"\s*(?:,|;|&|/|\band\b|\bet\b|\bи\b)\s*")
TAGS = "a[rel~='tag']"  # where a layout names no place for them
_LEAVES = frozenset(("p", "div", "h2", "h3", "h4", "span", "section"))


@dataclass(frozen=True)
class Header:
    """A page with its title and body found: where everything else is looked for."""

    page: Page
    title: HtmlElement
    body: HtmlElement
    layout: Layout

    @cached_property
    def asides(self) -> Asides:
        """The page's menus, sidebars and the like."""
        return Asides(self.title)

    def region(self, start: int, end: int) -> Iterator[HtmlElement]:
        """The elements of that stretch of the page which are neither furniture nor around the body."""
        around = set(self.body.iterancestors())
        for element in self.page.elements[max(start, 0) : end]:
            if element not in around and element not in self.asides:
                yield element

    @cached_property
    def above(self) -> list[HtmlElement]:
        """From a little above the title down to the body."""
        return list(self.region(self.page.order[self.title] - _REACH, self.page.order[self.body]))

    @cached_property
    def around(self) -> list[HtmlElement]:
        """From a little above the title to a little below the body, without the body."""
        end = self.page.order[self.body] + len(list(self.body.iter()))
        return self.above + list(self.region(end, end + _REACH))

    @cached_property
    def between(self) -> list[HtmlElement]:
        """Between title and body."""
        start = self.page.order[self.title] + len(list(self.title.iter()))
        return list(self.region(start, self.page.order[self.body]))

    def chosen(self, css: str) -> list[HtmlElement]:
        """What a selector of the layout means, furniture left out."""
        return [found for found in self.page.find(css) if found not in self.asides]


def find_title(page: Page, layout: Layout, meta: Metadata) -> HtmlElement | None:
    """The title's element: of several, the one that is nearest to the head's own titles."""
    found = [element for element in page.find(layout.title) if text_of(element)]
    named = [(rank, element) for element in found if (rank := meta.rank(text_of(element))) is not None]
    return min(named, key=lambda pair: pair[0])[1] if named else next(iter(found), None)


def find_byline(header: Header, day: date | None) -> tuple[HtmlElement, Printed] | None:
    """The line that prints the date: the one of the layout, else the one nearest to the title.

    A line that prints the day of the address goes before one that prints another.
    """
    candidates = []
    around = header.page.order[header.title]
    chosen = dict.fromkeys(header.chosen(header.layout.byline))
    for element in [*chosen, *header.above]:
        text = _short(element, _CHOSEN_BYLINE_LIMIT if element in chosen else _BYLINE_LIMIT)
        if text and (date_ := printed(text)):
            other = day is not None and (date_.month, date_.day) != (day.month, day.day)
            rank = (other, element not in chosen, abs(header.page.order[element] - around))
            candidates.append((rank, element, date_))
    if not candidates:
        return None
    _, element, date_ = min(candidates, key=lambda found: found[0])
    return element, date_


def _short(element: HtmlElement, limit: int) -> str:
    """An element's text if it has no more characters than that; else nothing."""
    parts, left = [], 4 * limit  # white space may fold
    for part in element.itertext():
        parts.append(part)
        left -= len(part.strip())
        if left < 0:
            return ""
    text = clean("".join(parts))
    return text if len(text) <= limit else ""


def find_time(header: Header) -> str | None:
    """The time of publication that a `<time>` around the title states, as it stands."""
    for element in header.around:
        stated = element.get("datetime") if element.tag == "time" else None
        named = set((element.get("class") or "").split())
        if stated and ("published" in named or not named & {"updated", "modified"}):
            return str(stated)
    return None


def find_authors(
    header: Header, byline: tuple[HtmlElement, Printed] | None, by: Sequence[str]
) -> tuple[tuple[Author, ...], Stated]:
    """Who signed, and where it says so: the links to author pages around the title, else the names of the byline."""
    links = header.chosen(header.layout.author) or [
        link for link in header.above if link.tag == "a" and "/author/" in (link.get("href") or "")
    ]
    found: dict[str, Author] = {}
    for link in links:
        parts = [part for part in urlsplit(link.get("href") or "").path.split("/") if part]
        name = without_by(text_of(link), by)
        linked = "author" in parts[:-1]
        if name and (linked or link.tag != "a"):
            key = unquote(parts[parts.index("author") + 1]) if linked else slug(name)
            found.setdefault(key, Author(key, name))
    if found or byline is None:
        return tuple(found.values()), Stated("author link" if found else "", "; ".join(map(text_of, links)))
    element, date_ = byline
    names = without_by(clean(text_of(element).replace(date_.words, " ")).strip(" ,|·-–—"), by)
    return tuple(Author(slug(name), name) for name in _AND.split(names) if slug(name)), Stated(
        "byline", text_of(element)
    )


def without_by(name: str, by: Sequence[str]) -> str:
    """A name without "Author:" and the like in front."""
    for word in by:
        if name.casefold().startswith(word.casefold()):
            return name[len(word) :].strip(" :\u00a0")
    return name


def find_lead(header: Header, title: str, byline: HtmlElement | None) -> tuple[str | None, list[HtmlElement]]:
    """The standfirst and its elements: the layout's, else the first text between title and body."""
    chosen = [found for found in header.page.find(header.layout.lead) if text_of(found)]
    every = set(chosen)
    outer = [found for found in chosen if every.isdisjoint(found.iterancestors())]
    if outer:
        return clean(" ".join(text_of(found) for found in outer[:1])), outer[:1]
    for element in header.between:
        if element.tag not in _LEAVES or any(child.tag in _LEAVES for child in element):
            continue
        inside = {parent.tag for parent in element.iterancestors()}
        text = text_of(element)
        if len(text) < _LEAD_LEAST or inside & {"figure", "figcaption", "time"} or element is byline:
            continue
        if folded(text) == folded(title) or "caption" in (element.get("class") or ""):
            continue
        if 3 * len("".join(text_of(link) for link in element.iter("a"))) > len(text):
            continue  # sections, tags or a menu
        return text, [element]
    return None, []


def find_images(header: Header) -> tuple[Image, ...]:
    """The article's pictures in order: those of the layout, between title and body, and in the body."""
    between = [found for found in header.between if found.tag == "img"]
    inside = list(header.body.iter("img"))
    captions = cache(_caption)
    found: dict[str, Image] = {}
    chosen = header.chosen(header.layout.image)
    for img in sorted({*chosen, *between, *inside}, key=lambda element: header.page.order[element]):
        src = img.get("data-src") or img.get("data-lazy-src") or img.get("src") or ""
        if not src or src.startswith("data:") or "avatar" in (img.get("class") or "") or "emoji" in src:
            continue
        src = header.page.absolute(src)
        figure = next(filter(_is_figure, img.iterancestors("figure", "div")), None)
        caption = captions(figure) if figure is not None else None
        found.setdefault(src, Image(src, clean(img.get("alt") or ""), caption))
    return tuple(found.values())


def _is_figure(element: HtmlElement) -> bool:
    return element.tag == "figure" or "wp-caption" in (element.get("class") or "")


def _caption(figure: HtmlElement) -> str | None:
    return " ".join(text_of(found) for found in select(figure, "figcaption, .wp-caption-text")) or None


def find_sections(header: Header, publisher: Publisher) -> tuple[tuple[Section, ...], Stated]:
    """The headings the article is filed under, by the addresses of their links, and where these are."""
    chosen = header.layout.section or "a[rel~='category']"
    source, links = f"selector {chosen}", header.chosen(chosen)
    if not links:
        around = (link for link in header.around if link.tag == "a")
        source, links = "category link", [link for link in around if "/category/" in (link.get("href") or "")]
    if not links:
        source, links = "breadcrumb", header.page.find("[class*='breadcrumb'] a[href*='/category/']")
    found: dict[tuple[str, str], Section] = {}
    for link in links:
        parts = [unquote(part) for part in urlsplit(link.get("href") or "").path.split("/") if part]
        if "category" not in parts[:-1]:
            continue
        root = parts[parts.index("category") + 1]
        kind = "column" if root in publisher.columns else "place" if root in publisher.places else "section"
        found.setdefault((kind, parts[-1]), Section(kind, parts[-1], text_of(link)))
    return tuple(found.values()), Stated(source, "; ".join(map(text_of, links)))


def find_tags(header: Header) -> tuple[Tag, ...]:
    """The article's keywords."""
    found: dict[str, Tag] = {}
    for link in header.chosen(header.layout.tag or TAGS):
        parts = [unquote(part) for part in urlsplit(link.get("href") or "").path.split("/") if part]
        if "tag" in parts[:-1] and text_of(link):
            found.setdefault(parts[-1], Tag(parts[-1], text_of(link)))
    return tuple(found.values())
