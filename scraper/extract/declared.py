"""A page of a declared publisher, read by the layout of its day."""

from __future__ import annotations

from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass
from datetime import date
from itertools import islice

from lxml.html import HtmlElement

from scraper.extract import body
from scraper.extract.cited import placed
from scraper.extract.dates import Printed, in_path, moment, published
from scraper.extract.furniture import Asides
from scraper.extract.header import (
    TAGS,
    Header,
    find_authors,
    find_byline,
    find_images,
    find_lead,
    find_sections,
    find_tags,
    find_time,
    find_title,
)
from scraper.extract.language import detect, primary
from scraper.extract.metadata import Metadata
from scraper.extract.page import MENDED, Page
from scraper.extract.parted import Parted, part
from scraper.extract.provenance import of_body, of_canonical, of_change, replaced, told
from scraper.extract.selectors import select
from scraper.extract.text import folded, text_of
from scraper.publisher import Edition, Layout, Publisher
from scraper.records import Article, FieldSource, Kind, Related, Stated

_UNSAID = Layout("unsaid", body="")


@dataclass(frozen=True, slots=True)
class Declared:
    """A publisher and the edition that a page belongs to."""

    publisher: Publisher
    edition: Edition

    def layouts(self, day: date) -> list[Layout]:
        """The layouts in the order to try: that of the day first, then the others."""
        possible = [layout for layout in self.publisher.layouts if layout.until is None or day < layout.until]
        return possible + [layout for layout in self.publisher.layouts if layout not in possible]


def read_declared(page: Page, meta: Metadata, known: Declared) -> Article | None:
    """What a page of a declared publisher says; None if no title and body can be found on it."""
    found = read_parted(page, meta, known)
    return found[0] if found else None


def read_parted(page: Page, meta: Metadata, known: Declared) -> tuple[Article, Parted] | None:
    """As `read_declared`, with what was left out of the text.

    Where no layout has a body, the element with most text in paragraphs stands in for it, under
    the name of the first layout whose title is there. A further page of an article may be without
    text: one picture.
    """
    layouts = known.layouts(page.capture.fetched.date())
    for layout in layouts:
        title = find_title(page, layout, meta)
        inside = {found: len(text_of(found)) for found in page.find(layout.body)} if title is not None else {}
        longest = max(inside, key=lambda found: inside[found], default=None)
        if title is not None and longest is not None and (inside[longest] or page.capture.kind is Kind.PART):
            return _read(Header(page, title, longest, layout), meta, known, f"selector {layout.body}")
    for layout in layouts or [_UNSAID]:
        title = find_title(page, layout, meta)
        if title is not None:
            fullest = _fullest(page, title)
            found = Header(page, title, fullest, layout) if fullest is not None else None
            return _read(found, meta, known, "fullest element") if found else None
    return None


def _fullest(page: Page, title: HtmlElement) -> HtmlElement | None:
    """The element with most text in its own paragraphs."""
    weight: dict[HtmlElement, int] = {}
    asides = Asides(title)
    for paragraph in page.tree.iter("p"):
        parent = paragraph.getparent()
        if parent is not None and paragraph not in asides:
            weight[parent] = weight.get(parent, 0) + len(text_of(paragraph))
    return max(weight, key=lambda found: weight[found]) if weight else None


def _read(header: Header, meta: Metadata, known: Declared, source: str) -> tuple[Article, Parted]:
    page, layout, strings = header.page, header.layout, known.edition.strings
    title = text_of(header.title)
    day = in_path(page.capture.address.path)
    byline = find_byline(header, day)
    authors, signed = find_authors(header, byline, strings.by)
    sections, filed = find_sections(header, known.publisher)
    tags = find_tags(header)
    lead, lead_elements = find_lead(header, title, byline[0] if byline else None)
    time = None if meta.published else find_time(header)
    translations, switched = _translations(page, meta, known)

    said = (title, lead, byline and text_of(byline[0]))
    parted = part(header, known.publisher, strings, said, [author.name for author in authors])
    blocks = body.blocks(parted.lines)
    article = Article(
        title=title,
        language=primary(page.language) or known.edition.language,
        language_detected=detect(" ".join(block.text for block in blocks)),
        published=published(meta.published or time, day, byline and byline[1], known.publisher.zone),
        blocks=blocks,
        layout=layout.name,
        encoding=page.encoding,
        lead=lead,
        authors=authors,
        author_bio="\n".join(parted.parts("author-bio")) or None,
        modified=moment(meta.modified, known.publisher.zone),
        sections=sections,
        tags=tags,
        pull_quotes=tuple(dict.fromkeys(parted.texts("pull-quote"))),
        footnotes=tuple(parted.texts("footnote")),
        images=find_images(header),
        links=tuple(placed(page, known.publisher, lead_elements, parted)),
        related=_related(header, strings.related, [(link.href, link.anchor) for link in parted.links("related")]),
        translations=translations,
        canonical=meta.canonical,
        mended=sum(line.raw.count(MENDED) for line in parted.lines),
        replaced=replaced(title, lead, *(block.text for block in blocks)),
        sources=(
            told("title", f"selector {layout.title}", title, meta.titles),
            told("authors", signed.source, signed.raw, meta.bylines),
            _dated(meta, day, time, byline and byline[1]),
            told("lead", lead and (f"selector {layout.lead}" if layout.lead else "first text below the title"), lead),
            of_body(source, blocks),
            told("language", *(("html lang", page.language) if page.language else ("edition", known.edition.language))),
            *of_change(meta),
            *of_canonical(meta),
            *([told("translations", "language switch", " ".join(switched))] if switched else ()),
            *([told("sections", filed.source, filed.raw)] if sections else ()),
            *([told("tags", f"selector {layout.tag or TAGS}", "; ".join(tag.name for tag in tags))] if tags else ()),
        ),
    )
    return article, parted


def _dated(meta: Metadata, day: date | None, time: str | None, words: Printed | None) -> FieldSource:
    """What the day was taken from: the address, the metadata, a `<time>`, the byline; see `published`."""
    stated = [Stated("time", time)] if time else list(meta.dates)
    same = day and words and (words.year or day.year, words.month, words.day) == (day.year, day.month, day.day)
    said = [
        *([Stated("address", day.isoformat())] if day else []),
        *stated,
        *([Stated("byline", words.words)] if words and not same else []),
    ]
    return told("published", said[0].source, said[0].raw, said[1:]) if said else told("published", "", "")


def _related(header: Header, words: Sequence[str], inside: list[tuple[str, str]]) -> tuple[Related, ...]:
    """The page's list of other articles: found in the body, by selector, or under its heading."""
    page = header.page
    pairs = list(inside)
    boxes = page.find(header.layout.related)
    known = {folded(word) for word in words}
    if not boxes and not pairs:
        boxes = list(islice(_under(header, known), 1))
    pairs += [(link.get("href") or "", text_of(link)) for box in boxes for link in select(box, "a[href]")]
    found: dict[str, Related] = {}
    for href, title in pairs:
        if title and folded(title) not in known:
            address = page.absolute(href)
            found.setdefault(address, Related(address, title))
    return tuple(found.values())


def _under(header: Header, words: Set[str]) -> Iterator[HtmlElement]:
    """The boxes of links below the title that have one of these words, folded, for a heading."""
    page, longest = header.page, 2 * max(map(len, words), default=0)
    bare: set[HtmlElement] = set()  # boxes without links
    for element in page.elements[page.order[header.title] :]:
        text = (element.text or "").strip()
        if text and len(text) <= longest and folded(text) in words:
            box = _with_links(element, bare)
            if box is not None:
                yield box


def _with_links(element: HtmlElement, bare: set[HtmlElement]) -> HtmlElement | None:
    """The nearest element around a heading that holds links; notes those that hold none."""
    for parent in element.iterancestors():
        if parent in bare:
            continue
        if any(link.get("href") for link in parent.iter("a")):
            return None if parent.tag in ("body", "html") else parent
        bare.add(parent)
    return None


def _translations(page: Page, meta: Metadata, known: Declared) -> tuple[dict[str, str], list[str]]:
    """The same article in other languages, and those of them that the language switch alone names, not hreflang.

    A switch that points to anything but an article, such as an edition's home page, is none.
    """
    languages = {edition.language for edition in known.publisher.editions}
    switch = {word: link.get("href") for link in page.links if (word := text_of(link).lower()) in languages}
    found: dict[str, str] = {}
    switched: list[str] = []
    for at, (language, href) in enumerate([*meta.alternates.items(), *switch.items()]):
        address = page.lead(href).address
        other = language != known.edition.language and language not in found
        if other and address and address.edition.endswith(f"/{language}"):
            found[language] = address.url
            switched += [language] if at >= len(meta.alternates) else []
    return dict(sorted(found.items())), sorted(switched)
