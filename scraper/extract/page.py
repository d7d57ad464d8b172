"""A page, opened: bytes to text to tree, once for all fields."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple
from urllib.parse import urljoin

from lxml import etree
from lxml.html import HtmlElement, HTMLParser, document_fromstring

from scraper.extract.encoding import decode
from scraper.extract.selectors import Classes, select
from scraper.extract.text import INVALID, clean
from scraper.extract.urls import copy_of, locate_page
from scraper.publisher import Publisher
from scraper.records import Address, Capture

_REFERENCED = re.compile(  # references to characters that lxml gives and does not take back
    rb"&#(?:0*(?:[0-8]|1[124-9]|2\d|3[01]|127|6553[45])(?!\d)|x0*(?:[0-8bcef]|1[\da-f]|7f|fff[ef])(?![\da-f]));?", re.I
)
_ABSOLUTE = re.compile(  # an address that stays as it is, whatever it is relative to
    r"https?://[\w.:-]+(?:/(?!\.)[\w~%!$&'()*+,;=:@.-]+)*/?(?:\?[^\s#]*)?", re.ASCII
)
_CONTROLS = bytes(code for code in range(128) if INVALID.match(chr(code)))
_NO_CHARACTERS = ("\ufffe".encode(), "\uffff".encode())
_BINARY = 0.05  # share of control characters; with more, it is no text
MENDED = "\u2060\ufeff\u2060"  # stands behind what was mended; `clean` takes it out of every text
_DEEP = "elements within one another, more than 256 deep"  # both are bounds of libxml2
_LONG = "more than 10 MB in one text, script, comment or attribute"


class Unreadable(Exception):
    """The bytes are no web page."""


class Overlarge(Exception):
    """The page goes beyond what the parser reads; the message says in what."""


class Lead(NamedTuple):
    """Where a link leads."""

    url: str  # absolute; at the publisher's home, if it leads to a copy of its site
    address: Address | None  # the publisher's article that it means
    number: int  # which page of that article


@dataclass(frozen=True)
class Page:
    """A parsed page. The tree is shared by all fields: read it, never change it."""

    capture: Capture
    tree: HtmlElement
    encoding: str
    publisher: Publisher | None = None  # None if nobody declared it
    copy: str | None = None  # scheme and host of a copy of the publisher's site that the page came from
    _leads: dict[str, Lead] = field(default_factory=dict)

    @cached_property
    def base(self) -> str:
        """What the page's relative links are relative to."""
        found = self.tree.xpath("string(//head/base/@href)")
        return urljoin(self.capture.url, str(found)) if found else self.capture.url

    @cached_property
    def language(self) -> str | None:
        """The page's own `<html lang>`, as it stands."""
        found = self.tree.get("lang") or self.tree.get("{http://www.w3.org/XML/1998/namespace}lang")
        return str(found) if found else None

    @cached_property
    def elements(self) -> list[HtmlElement]:
        """Every element in document order."""
        return list(self.tree.iter("*"))

    @cached_property
    def order(self) -> dict[HtmlElement, int]:
        """Where each element stands in `elements`."""
        return {element: index for index, element in enumerate(self.elements)}

    @cached_property
    def links(self) -> list[HtmlElement]:
        """The `<a href>` of the page, in document order."""
        return [found for found in self.elements if found.tag == "a" and found.get("href")]

    @cached_property
    def classes(self) -> Classes:
        """Its elements by their classes."""
        return Classes(self.elements)

    def find(self, css: str, within: HtmlElement | None = None) -> list[HtmlElement]:
        """The elements that a CSS selector means, in document order; none for an empty one."""
        found = self.classes.find(css) if within is None else None
        return select(self.tree if within is None else within, self.classes.possible(css)) if found is None else found

    def absolute(self, href: str) -> str:
        """A link of the page, made absolute; as it stands where it cannot be.

        On a copy of a publisher's site, the copy's own address gives way to the publisher's.
        """
        try:
            found = href if _ABSOLUTE.fullmatch(href) else urljoin(self.base, href.strip())
        except ValueError:
            return href.strip()
        if self.copy and self.publisher and found.startswith(self.copy + "/"):
            return self.publisher.home + found[len(self.copy) :]
        return found

    def lead(self, href: str) -> Lead:
        """Where a link of the page leads; each is looked at once."""
        found = self._leads.get(href)
        if found is None:
            url = self.absolute(href)
            meant = locate_page(self.publisher, url, self.copy) if self.publisher else None
            found = self._leads[href] = Lead(url, *(meant or (None, 0)))
        return found


def open_page(capture: Capture, publisher: Publisher | None = None) -> Page:
    """The page of a capture, parsed; a publisher's known transforms are undone.

    Raises `Unreadable` if it is not HTML, and `Overlarge` if it is more than the parser reads.
    """
    kind = (capture.header("Content-Type") or "text/html").split(";")[0].strip().lower()
    if kind not in ("text/html", "application/xhtml+xml", "application/octet-stream", "text/plain", ""):
        raise Unreadable(kind)
    text, encoding = decode(capture.body, capture.header("Content-Type"))
    for damage, meant in (publisher.transforms if publisher else {}).items():
        text = _mended(text, damage, meant)
    head = text[:2000].lower()
    if "<" not in head or "\x00\x00" in head:
        raise Unreadable("no markup")
    tree = _parsed(_plain(text))
    if tree.tag != "html" or not any(map(clean, tree.itertext())):
        raise Unreadable("empty page")
    if publisher is None:
        return Page(capture, tree, encoding)
    return Page(capture, tree, encoding, publisher, copy_of(publisher, capture.url))


def _mended(text: str, damage: str, meant: str) -> str:
    """The page with what was meant in the place of damage; in its texts, `MENDED` tells where."""
    if damage not in text:
        return text
    inside = re.compile(rf"<[^<>]*>|{re.escape(damage)}")  # a tag, or damage outside of tags
    return inside.sub(lambda found: meant + MENDED if found[0] == damage else found[0].replace(damage, meant), text)


def _plain(text: str) -> bytes:
    """UTF-8, without the characters that lxml does not take and references to them.

    Raises `Unreadable` if there are so many that it is no text.
    """
    data = text.encode("utf-8", "ignore")
    found = data.translate(None, _CONTROLS)
    if len(data) - len(found) > len(data) * _BINARY:
        raise Unreadable("binary")
    for char in _NO_CHARACTERS:
        found = found.replace(char, b"")
    return _REFERENCED.sub(b"", found)


def _parsed(data: bytes) -> HtmlElement:
    """The tree of a page.

    Raises `Unreadable` if it is not HTML, and `Overlarge` if the parser left off before its end.
    """
    parser = HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, collect_ids=False)
    try:
        tree = document_fromstring(data, parser=parser)
    except (etree.LxmlError, ValueError) as error:
        raise Unreadable(str(error)) from error
    for found in parser.error_log.filter_from_fatals():
        if found.type == etree.ErrorTypes.ERR_RESOURCE_LIMIT:
            raise Overlarge(_DEEP if "depth" in found.message else _LONG)
    return tree
