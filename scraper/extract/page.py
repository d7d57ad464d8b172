"""A page, opened: bytes to text to tree, once for all fields."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple
from urllib.parse import urljoin

import charset_normalizer
from lxml import etree
from lxml.html import HtmlElement, HTMLParser, document_fromstring

from scraper.extract.selectors import Classes, select
from scraper.extract.text import INVALID, clean
from scraper.extract.urls import copy_of, locate_page
from scraper.publisher import Publisher
from scraper.records import Address, Capture

_META = re.compile(rb"<meta[^>]+charset=[\"']?\s*([\w-]+)", re.I)
_BOMS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_MEANT = {"iso8859-1": "cp1252", "ascii": "cp1252"}  # as browsers read these names (WHATWG Encoding)
_REFERENCE = re.compile(r"&#(?:[xX]0*([0-9a-fA-F]{1,6})|0*([0-9]{1,7}))")
_ABSOLUTE = re.compile(
    r"https?://[\w.:-]+(?:/(?!\.)[\w~%!$&'()*+,;=:@.-]+)*/?(?:\?[^\s#]*)?", re.ASCII
)  # joined to itself
_CONTROLS = bytes(code for code in range(128) if INVALID.match(chr(code)))
_NO_CHARACTERS = ("\ufffe".encode(), "\uffff".encode())
_C1 = re.compile("[\x80-\x9f]")
_TWICE = re.compile("[\xc2-\xf4][\x80-\xbf]{1,3}")
_TORN = 0.05  # utf-8 with at most this share of its non-ASCII characters broken is still utf-8


class Unreadable(Exception):
    """The bytes are no web page."""


def decode(body: bytes, content_type: str | None = None) -> tuple[str, str]:
    """The text of a page and the encoding it was read with.

    Order: byte order mark; UTF-8 if the bytes are valid, whatever is declared; UTF-8 with a
    few broken bytes; the declared encoding; a guess.
    """
    for mark, name in _BOMS:
        if body.startswith(mark):
            return body.decode(name, "replace"), name.removesuffix("-sig")
    try:
        return _once(body.decode("utf-8")), "utf-8"
    except UnicodeDecodeError:
        pass
    text = body.decode("utf-8", "replace")
    foreign = sum(char > "\x7f" for char in text)
    if text.count("\ufffd") <= foreign * _TORN:
        return text, "utf-8"
    header = re.search(r"charset=[\"']?([\w-]+)", content_type or "", re.I)
    meta = _META.search(body[:4096])
    for name in filter(None, (header and header[1], meta and meta[1].decode("ascii", "replace"))):
        try:
            known = codecs.lookup(name).name
            known = _MEANT.get(known, known)
            if known != "utf-8":
                return body.decode(known), known
        except (LookupError, UnicodeError):
            continue
    guess = charset_normalizer.from_bytes(body[:100_000]).best()
    name = guess.encoding if guess else "windows-1252"
    return body.decode(name, "replace"), name


def _once(text: str) -> str:
    """A text without what was encoded twice: "â\x80\x99" is "’". C1 controls, which no text has, give it away."""
    return _TWICE.sub(_decoded, text) if _C1.search(text) else text


def _decoded(found: re.Match[str]) -> str:
    try:
        return found[0].encode("latin-1").decode("utf-8")
    except UnicodeDecodeError:
        return found[0]


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

    Raises `Unreadable` if it is not HTML.
    """
    kind = (capture.header("Content-Type") or "text/html").split(";")[0].strip().lower()
    if kind not in ("text/html", "application/xhtml+xml", "application/octet-stream", "text/plain", ""):
        raise Unreadable(kind)
    text, encoding = decode(capture.body, capture.header("Content-Type"))
    for damage, meant in (publisher.transforms if publisher else {}).items():
        text = text.replace(damage, meant)
    head = text[:2000].lower()
    if "<" not in head or "\x00\x00" in head:
        raise Unreadable("no markup")
    parser = HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, collect_ids=False)
    try:
        tree = document_fromstring(_bytes(text), parser=parser)
    except (etree.LxmlError, ValueError) as error:
        raise Unreadable(str(error)) from error
    if _refers_to_invalid(text):
        _drop_invalid(tree)
    if tree.tag != "html" or not any(map(clean, tree.itertext())):
        raise Unreadable("empty page")
    if publisher is None:
        return Page(capture, tree, encoding)
    return Page(capture, tree, encoding, publisher, copy_of(publisher, capture.url))


def _bytes(text: str) -> bytes:
    """UTF-8, without the characters that lxml does not take: what `INVALID` matches, but quicker."""
    found = text.encode("utf-8", "ignore").translate(None, _CONTROLS)
    for char in _NO_CHARACTERS:
        found = found.replace(char, b"")
    return found


def _refers_to_invalid(text: str) -> bool:
    """Whether a reference such as `&#1;` brings in a character that lxml gives and does not take back."""
    codes = {int(found[1], 16) if found[1] else int(found[2]) for found in _REFERENCE.finditer(text)}
    return any(code < 0x110000 and INVALID.match(chr(code)) for code in codes)


def _drop_invalid(tree: HtmlElement) -> None:
    """Drops the characters that references brought in."""
    for element in tree.iter():
        if element.text and INVALID.search(element.text):
            element.text = INVALID.sub("", element.text)
        if element.tail and INVALID.search(element.tail):
            element.tail = INVALID.sub("", element.tail)
        for name, value in element.items():
            if INVALID.search(value):
                element.set(name, INVALID.sub("", value))
