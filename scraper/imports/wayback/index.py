"""The index of a web archive (CDX): what to ask it, and what its lines say. Pure: nothing is fetched here."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from sys import intern
from urllib.parse import urlencode, urlsplit

from scraper.extract.urls import locate_page, locate_unknown, normal_path, site_path
from scraper.imports.wayback.records import Listed, Order
from scraper.publisher import Publisher
from scraper.records import Address

LINES = 3000  # that a page of the index has
_NEVER = (  # what no article is: most of a site's captures
    "!mimetype:(image|video|audio|font)/.*",
    "!mimetype:text/css",
    "!mimetype:(application|text)/(x-)?javascript",
)
_WEB_PAGES = ("text/html", "application/xhtml+xml", "warc/revisit", "unk", "-")
_STAMP = re.compile(r"\d{14}", re.ASCII)
_LONGEST = 16_000  # characters of a line


@dataclass(frozen=True, slots=True)
class Question:
    """A part of a site that the index is asked for."""

    host: str
    path: str  # that addresses begin with: "/fr/"


@dataclass(frozen=True, slots=True)
class Page:
    """A page of the index, read."""

    listed: Sequence[Listed]
    unreadable: int  # lines
    resume: str | None  # what the next page is asked for with; None: this is the last
    last: str  # the last line


def questions(order: Order) -> list[Question]:
    """The parts of the publisher's hosts, former ones included, where the editions wanted can lie; none inside another.

    The index makes no difference between http and https, or with and without "www.".
    """
    publisher = order.publisher
    home = urlsplit(publisher.home).netloc
    found: list[Question] = []
    for host, stands_for in {home: "", **publisher.hosts}.items():
        for edition in publisher.editions:
            if publisher.key(edition) in order.editions:
                found += [Question(host, path) for path in _paths(stands_for, edition.prefix)]
    return [
        one
        for one in dict.fromkeys(found)
        if not any(other != one and other.host == one.host and one.path.startswith(other.path) for other in found)
    ]


def _paths(stands_for: str, prefix: str) -> Iterator[str]:
    """Below which path of a host the addresses of an edition lie, if any do."""
    at_home = normal_path(f"{stands_for}/")
    if at_home.startswith(prefix):
        yield "/"
    elif prefix.startswith(at_home):
        yield prefix[len(at_home) - 1 :]


def page_url(order: Order, question: Question, resume: str | None) -> str:
    """Where a page of the index is asked for.

    The server is not asked to leave out lines with the digest of the line before (`collapse`): it would leave out
    the first redirect of an address because the address before ended with one, for their bodies are both empty.
    """
    asked = {
        "url": question.host + question.path,
        "matchType": "host" if question.path == "/" else "prefix",
        "from": f"{order.since:%Y%m%d}000000" if order.since else "",
        "to": f"{order.until:%Y%m%d}235959" if order.until else "",
        "limit": str(LINES),
        "showResumeKey": "true",
        "resolveRevisits": "true",
        "resumeKey": resume or "",
    }
    given = [(name, value) for name, value in asked.items() if value]
    return f"{order.server}/cdx/search/cdx?{urlencode([*given, *(('filter', rule) for rule in _NEVER)])}"


def read(body: bytes) -> Page:
    """What a page of the index says. Of what the server sends nothing is believed but whole lines of captures."""
    lines = body.decode("utf-8", "replace").split("\n")
    text = [line.strip("\r") for line in lines]
    resume = None
    if "" in text:
        end = text.index("")
        rest = [line for line in text[end:] if line]
        text, resume = text[:end], rest[0] if rest else None
    found = [_listed(line) for line in text]
    listed = [line for line in found if line]
    return Page(listed, len(found) - len(listed), resume, text[-1] if text else "")


def _listed(line: str) -> Listed | None:
    """A line, as the index's seven fields: key, time, address, type, status, digest, length."""
    fields = line.split(" ") if len(line) <= _LONGEST else []
    if len(fields) < 7:
        return None
    _, stamp, url, mimetype, status, digest, length = fields[:7]
    try:
        datetime.strptime(stamp, "%Y%m%d%H%M%S").replace(tzinfo=UTC)
        code = None if status == "-" else int(status)
    except ValueError:
        return None
    if not _STAMP.fullmatch(stamp):
        return None
    size = int(length) if length.isascii() and length.isdigit() and len(length) < 12 else 0
    return Listed(intern(url), stamp, code, intern(mimetype), digest, size)  # of many lines the same: kept once


def meant(publisher: Publisher, listed: Listed) -> Address | str:
    """The article whose page a capture is; else why it is none: a counted word."""
    found = locate_page(publisher, listed.url)
    if found is None:
        return "no address of an article"
    address, number = found
    path = site_path(publisher, listed.url) or ""
    if number > 1:
        return "further page"  # alone it would pass for the article's text
    if path.rstrip("/") != address.path.rstrip("/") or "?" in locate_unknown(listed.url).path:
        return "another rendering"  # for printing, for AMP: the words are the same, and the text is not
    if listed.is_page and listed.mimetype not in _WEB_PAGES:
        return "no web page"
    return address
