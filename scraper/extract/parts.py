"""Articles on several pages, as WordPress prints them: /slug/, /slug/2/, /slug/3/.

A further page is known by structure: the page links to its own address with a number behind it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from urllib.parse import urlsplit

from lxml.html import HtmlElement

from scraper.extract.page import Page
from scraper.extract.urls import copy_of, locate_page
from scraper.publisher import Publisher
from scraper.records import Article, Capture, Image, Link, Related

MOST = 50  # pages of one article
# Where readers may link to anything; "comments-open" stands on the whole article.
_COMMENTS = re.compile(r"(?:^|\s)(?:wp-block-)?comment(?!s-(?:open|closed|on|off)\b)", re.I)


def number_of(publisher: Publisher, capture: Capture) -> int:
    """Which page of its article a capture is: 1, 2, 3 …"""
    found = locate_page(publisher, capture.url, copy_of(publisher, capture.url))
    return found[1] if found else 1


def following(page: Page, publisher: Publisher) -> str | None:
    """The address, at the publisher's home, of the page that comes after this one of the same article.

    None if the page links to no later one. Only the next is given, though the page may name all:
    some name no other.
    """
    here = number_of(publisher, page.capture)
    own = page.capture.address
    leads = [(link, page.lead(link.get("href"))) for link in page.links]
    later = [(link, lead) for link, lead in leads if lead.number > here and lead.address == own]
    slashed = {
        urlsplit(lead.url).path.endswith("/") for link, lead in later if not any(map(_is_comment, link.iterancestors()))
    }
    if not slashed:
        return None
    return f"{own.url.rstrip('/')}/{here + 1}{'/' if True in slashed else ''}"


def _is_comment(element: HtmlElement) -> bool:
    return any(_COMMENTS.search(element.get(name) or "") for name in ("class", "id"))


def joined(first: Article, parts: Sequence[Article]) -> Article:
    """The article on all its pages: the first page's own words, then the text of the others in order.

    Title, byline and dates are the first page's. A page that only repeats an earlier one adds nothing.
    """
    texts, pages = {first.blocks}, [first]
    for part in parts:
        if not part.blocks or part.blocks not in texts:
            texts.add(part.blocks)
            pages.append(part)
    images: dict[str, Image] = {}
    related: dict[str, Related] = {}
    for page in pages:
        for image in page.images:
            images.setdefault(image.src, image)
        for other in page.related:
            related.setdefault(other.href, other)
    return replace(
        first,
        blocks=tuple(block for page in pages for block in page.blocks),
        links=tuple(link for number, page in enumerate(pages) for link in _moved(page, pages[:number])),
        images=tuple(images.values()),
        footnotes=tuple(note for page in pages for note in page.footnotes),
        pull_quotes=tuple(dict.fromkeys(quote for page in pages for quote in page.pull_quotes)),
        related=tuple(related.values()),
        mended=sum(page.mended for page in pages),
        replaced=sum(page.replaced for page in pages),
        author_bio=next((page.author_bio for page in pages if page.author_bio), None),
    )


def _moved(page: Article, before: Sequence[Article]) -> Iterator[Link]:
    """A page's links, their blocks counted from the beginning of the article."""
    above = sum(len(other.blocks) for other in before)
    for link in page.links:
        yield replace(link, block=link.block + above) if link.block else link
