"""The selectors of a `Layout`, told from a few pages of one design; what is not sure is left out."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from urllib.parse import urlsplit

from lxml.html import HtmlElement

from scraper.crawl.probe.bodies import Sample
from scraper.crawl.probe.findings import FoundLayout
from scraper.crawl.probe.selectors import best
from scraper.extract.dates import declared, in_path
from scraper.extract.general import ZONE
from scraper.extract.header import Header, find_byline, find_lead, find_title
from scraper.extract.metadata import metadata
from scraper.extract.page import Page
from scraper.extract.selectors import select
from scraper.extract.text import clean, folded, text_of
from scraper.publisher import Layout, Strings

IsArticle = Callable[[str], bool]  # whether a URL is that of an article
Wanted = Sequence[Sequence[HtmlElement]]

_RELATED_LEAST = 3  # links
_RELATED_WORDS = re.compile(r"relat|more|also|yarpp|similar|recommend|read-?next|suggest", re.I)
_HEADING_LIMIT = 80  # characters
_BY_LIMIT = 20
_DESCRIBED = 60  # characters of a lead that the page's description must begin with


@dataclass(frozen=True)
class _Opened:
    """A sample with its title, byline and body found."""

    sample: Sample
    header: Header
    byline: HtmlElement | None

    @property
    def page(self) -> Page:
        return self.sample.page


def layout(name: str, body: str, samples: Sequence[Sample], is_article: IsArticle) -> FoundLayout:
    """The layout of pages whose body one selector means."""
    title = _title(samples)
    base = Layout(name, body, title or "h1")
    opened = [found for one in samples if (found := _open(one, base)) is not None]
    wanted: Mapping[str, Wanted] = {
        "byline": [[_whole(one.byline)] if one.byline is not None else [] for one in opened],
        "author": [_linked(one.header.above, "author") for one in opened],
        "section": [_linked(one.header.around, "category") for one in opened],
        "tag": [_linked(one.header.around, "tag") for one in opened],
        "lead": _leads(opened),
    }
    fields = {field: _sure(opened, elements) for field, elements in wanted.items()}
    boxes = related(opened_pages := [one.page for one in opened], [one.header for one in opened], is_article)
    fields["related"] = best(opened_pages, boxes, Page.find) if all(boxes) else None
    if fields["author"] and not _signed(opened, wanted["author"]):
        fields["author"] = None
    seen = {"title": len(opened), "body": len(samples), "related": sum(map(bool, boxes))}
    seen |= {field: sum(map(bool, elements)) for field, elements in wanted.items()}
    sure = {field: css for field, css in fields.items() if css}
    told = replace(base, **sure)  # type: ignore[arg-type]  # none of them is its date
    kept = {field: number for field, number in seen.items() if getattr(told, field)}
    return FoundLayout(told, tuple(one.page.capture.url for one in samples), kept)


def strings(laid_out: Sequence[tuple[Sample, FoundLayout]]) -> Strings:
    """The words around an edition's authors and related articles, where all its pages agree."""
    by: list[str] = []
    heads: list[str] = []
    for one, found in laid_out:
        known = found.layout
        for link in select(one.page.tree, known.author)[:1]:
            parent = link.getparent()
            by.append(clean(parent.text or "") if parent is not None and parent[0] is link else "")
        heads += [_heading(box) for box in select(one.page.tree, known.related)]
    words = {word for word in by if 0 < len(word) <= _BY_LIMIT and not any(char.isdigit() for char in word)}
    return Strings(by=tuple(words) if len(words) == 1 else (), related=_agreed(heads))


def related(pages: Sequence[Page], headers: Sequence[Header], is_article: IsArticle) -> list[list[HtmlElement]]:
    """The box of other articles on each page: it links to several, and not to the same on every page.

    A page of which that cannot be told has an empty list.
    """
    boxes = [next(_boxes(page, header, is_article), None) for page, header in zip(pages, headers, strict=True)]
    targets = [frozenset(a.get("href") for a in select(box, "a[href]")) for box in boxes if box is not None]
    differ = len(targets) > 1 and len(set(targets)) == len(targets)
    return [[box] if box is not None and differ else [] for box in boxes]


def _boxes(page: Page, header: Header, is_article: IsArticle) -> Iterator[HtmlElement]:
    """Elements behind the title that hold little but links to articles, and are named so."""
    inside = set(header.body.iterancestors()) | {header.body}
    for element in page.elements[page.order[header.title] :]:
        names = f"{element.get('class') or ''} {element.get('id') or ''}"
        if element in inside or element.tag in ("a", "body") or not _RELATED_WORDS.search(names):
            continue
        links = [link for link in select(element, "a[href]") if is_article(page.absolute(link.get("href")))]
        said = sum(len(text_of(link)) for link in links)
        if len({link.get("href") for link in links}) >= _RELATED_LEAST and 2 * said >= len(text_of(element)):
            yield element


def _heading(box: HtmlElement) -> str:
    """The words over a box of links: its first text that is no link."""
    for element in box.iter():
        text = text_of(element) if isinstance(element.tag, str) else ""
        if (
            text
            and not select(element, "a")
            and element.tag != "a"
            and not any(True for _ in element.iterancestors("a"))
        ):
            return text if len(text) <= _HEADING_LIMIT else ""
    return ""


def _agreed(words: Sequence[str]) -> tuple[str, ...]:
    return (words[0],) if words and words[0] and len(set(words)) == 1 else ()


def _title(samples: Sequence[Sample]) -> str | None:
    """A selector by which a reading finds the right title on every page."""
    wanted: list[list[HtmlElement]] = []
    for one in samples:
        body = one.page.tree.find("body")
        said = folded(one.article.title)
        same = [
            found for found in one.page.elements if body in found.iterancestors() and folded(text_of(found)) == said
        ]
        inner = [found for found in same if not any(child in same for child in found)]
        heads = [found for found in inner if found.tag in ("h1", "h2")] or inner
        wanted.append(heads[:1])

    def picked(page: Page, css: str) -> list[HtmlElement]:
        found = find_title(page, Layout("", "", css), metadata(page))
        return [] if found is None else [found]

    return best([one.page for one in samples], wanted, picked) if all(wanted) else None


def _open(one: Sample, known: Layout) -> _Opened | None:
    title = find_title(one.page, known, metadata(one.page))
    inside = one.page.find(known.body)
    if title is None or not inside:
        return None
    header = Header(one.page, title, max(inside, key=lambda found: len(text_of(found))), Layout("", ""))
    byline = find_byline(header, day_of(one.page))
    return _Opened(one, header, byline[0] if byline else None)


def day_of(page: Page) -> date | None:
    """The day of a page's address, else of its metadata; None if neither tells."""
    return in_path(urlsplit(page.capture.url).path) or declared(metadata(page).published, ZONE)


def _linked(elements: Sequence[HtmlElement], folder: str) -> list[HtmlElement]:
    """The links to pages under a folder of that name: `/author/…`, `/category/…`."""
    links = [found for found in elements if found.tag == "a" and text_of(found)]
    return [link for link in links if folder in urlsplit(link.get("href") or "").path.split("/")[:-1]]


def _leads(opened: Sequence[_Opened]) -> Wanted:
    """The standfirsts; none at all unless some page's own description says the same."""
    found = []
    described = False
    for one in opened:
        text, elements = find_lead(one.header, text_of(one.header.title), one.byline)
        found.append([_whole(element) for element in elements])
        said = one.page.tree.xpath("//meta[@name='description' or @property='og:description']/@content")
        described |= bool(text) and any(folded(str(word)).startswith(folded(text or "")[:_DESCRIBED]) for word in said)
    return found if described else [[] for _ in opened]


def _whole(element: HtmlElement) -> HtmlElement:
    """The outermost element that says the same: a box rather than the one paragraph in it."""
    for parent in element.iterancestors():
        if parent.tag == "body" or text_of(parent) != text_of(element):
            break
        element = parent
    return element


def _sure(opened: Sequence[_Opened], wanted: Wanted) -> str | None:
    """The selector of elements that stand outside menus and the like; None if no page has any."""
    if not any(wanted):
        return None
    headers = {one.page.capture.url: one.header for one in opened}

    def picked(page: Page, css: str) -> list[HtmlElement]:
        return headers[page.capture.url].chosen(css)

    return best([one.page for one in opened], wanted, picked)


def _signed(opened: Sequence[_Opened], links: Wanted) -> bool:
    """Whether the linked authors are those that the pages declare, where they declare any."""
    for one, found in zip(opened, links, strict=True):
        names = {folded(name) for name in metadata(one.page).authors}
        if names and found and not names & {folded(text_of(link)) for link in found}:
            return False
    return True
