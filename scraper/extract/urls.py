"""What a URL means: which article of which edition, whatever host or decoration it wears."""

from __future__ import annotations

import re
from functools import lru_cache
from urllib.parse import SplitResult, parse_qsl, quote, unquote_to_bytes, urlencode, urlsplit

from scraper.publisher import Publisher
from scraper.records import Address

LONGEST = 8_000  # characters of an address: what every server should take, and few take more (RFC 9110, 4.1)
_TRACKING = re.compile(r"utm_|fbclid$|gclid$|yclid$|mc_[ce]id$|_ga$|ref$", re.I)
_POST = re.compile(r"[1-9][0-9]{0,9}")  # a post's number
_VARIANT = re.compile(r"/(?:amp|print|feed|comment-page-\d+)/?$", re.I)  # another rendering of the same article
# A further page of an article: "/slug/2/". What follows "/page", a year, or a year and a month is none.
_PAGE = re.compile(r"(?<!/page)(?<!/(?:19|20)\d\d)(?<!/(?:19|20)\d\d/\d\d)/([1-9]\d{0,2})/?$", re.I)
_PORTS = {"http": 80, "https": 443}
_SAFE = "~!$&'()*+,;=:@-._"
_SETTLED = re.compile(r"(?:/(?!\.)[\w~!$&'()*+,;=:@.-]+)*/?", re.ASCII)  # what `normal_path` would leave as it is


def split(url: str) -> SplitResult | None:
    """The parts of an http(s) URL; None for anything else, or for one that is malformed or longer than servers take."""
    return _split(url) if len(url) <= LONGEST else None


@lru_cache(maxsize=8192)  # the pages of a site share most of their links
def _split(url: str) -> SplitResult | None:
    try:
        parts = urlsplit(url.strip())
        parts.port  # noqa: B018 - an impossible port raises only when asked for
        url.encode()  # half a character, as JSON can have it, is none
    except ValueError:
        return None
    named = (parts.hostname or "").split() == [parts.hostname]  # with white space in it, it is none
    return parts if parts.scheme in _PORTS and named else None


def host(parts: SplitResult) -> str:
    """Host in lower case without "www.", and the port unless it is the scheme's own."""
    name = (parts.hostname or "").lower().removeprefix("www.").rstrip(".")  # `hostname` spares what follows a "%"
    return name if parts.port in (None, _PORTS[parts.scheme]) else f"{name}:{parts.port}"


@lru_cache(maxsize=64)
def _host_of(url: str) -> str | None:
    parts = split(url)
    return host(parts) if parts else None


def normal_path(path: str) -> str:
    """One spelling of a path: doubled slashes, percent-encoding and dot segments settled."""
    if path and _SETTLED.fullmatch(path):
        return path
    kept: list[str] = []
    for raw in re.sub(r"/{2,}", "/", path or "/").split("/"):
        part = quote(unquote_to_bytes(raw), safe=_SAFE)
        if part == "..":
            kept = kept[:-1] or [""]
        elif part != ".":
            kept.append(part)
    return "/".join(kept) or "/"


def site_path(publisher: Publisher, url: str, copy: str | None = None) -> str | None:
    """The URL's path on the publisher's own site; None if it leads anywhere else.

    `copy` is the address of a copy of the site, whose host then counts as the publisher's.
    A former host stands for a path prefix of its own. The query is dropped.
    """
    parts = split(url)
    if parts is None:
        return None
    name = host(parts)
    if name == _host_of(publisher.home) or (copy and name == _host_of(copy)):
        prefix = ""
    elif name in publisher.hosts:
        prefix = publisher.hosts[name]
    else:
        return None
    return normal_path(prefix + (parts.path or "/"))


def locate(publisher: Publisher, url: str, copy: str | None = None) -> Address | None:
    """The article that a URL means; None if it is no article address of this publisher.

    Scheme, host aliases, tracking parameters, AMP or print variants, pages of comments and
    further pages of the article all fold into one address; whether it ends in a slash, the
    publisher's pattern says.
    """
    found = locate_page(publisher, url, copy)
    return found[0] if found else None


def locate_page(publisher: Publisher, url: str, copy: str | None = None) -> tuple[Address, int] | None:
    """The article that a URL means, and which page of it: 1, unless it has the form `/slug/2/`.

    None if it is no article address. What the publisher's pattern matches as it stands is a first page.
    """
    return _locate_page(publisher, url, copy) if len(url) <= LONGEST else None


@lru_cache(maxsize=8192)
def _locate_page(publisher: Publisher, url: str, copy: str | None) -> tuple[Address, int] | None:
    path = site_path(publisher, url, copy)
    if path is None:
        return None
    path = _VARIANT.sub("/", path)
    meant = [(path, 1)]
    if further := _PAGE.search(path):
        meant.append((path[: further.start()] + "/", int(further[1])))
    for whole, number in meant:
        for edition, pattern in publisher.patterns:
            for spelling in (whole, whole + "/", whole.rstrip("/")):
                if pattern.fullmatch(spelling):
                    return Address(edition, spelling, publisher.home + spelling), number
    return None


def alias(publisher: Publisher, url: str, copy: str | None = None) -> str | None:
    """A short address of the publisher's (`/?p=123`) as host, path and query; None for any other URL.

    What it means is not to be seen: each host, and on it each edition's folder, counts its posts by
    itself. A copy's host gives way to the home's; a former host keeps its own.
    """
    if "p=" not in url:
        return None
    parts = split(url)
    path = site_path(publisher, url, copy)
    if parts is None or path not in {edition.prefix for edition in publisher.editions}:
        return None
    query = [pair for pair in parse_qsl(parts.query) if not _TRACKING.match(pair[0])]
    if len(query) != 1 or query[0][0] != "p" or not _POST.fullmatch(query[0][1]):
        return None
    home = split(publisher.home)
    assert home is not None
    former = host(parts) in publisher.hosts
    return (
        f"{host(parts)}{normal_path(parts.path)}?p={query[0][1]}" if former else f"{host(home)}{path}?p={query[0][1]}"
    )


def locate_unknown(url: str) -> Address:
    """The address of a page whose publisher nobody declared: its host is the edition.

    Raises `ValueError` if it is not an http(s) URL.
    """
    parts = split(url)
    if parts is None:
        raise ValueError(f"not a web address: {url[:200]!r}")
    query = urlencode([(key, value) for key, value in parse_qsl(parts.query, True) if not _TRACKING.match(key)])
    path = normal_path(parts.path) + (f"?{query}" if query else "")
    return Address(host(parts), path, f"{parts.scheme}://{parts.netloc.lower()}{path}")


def at_home(publisher: Publisher, url: str, copy: str | None) -> str | None:
    """A URL of the site or of its copy, at the publisher's home; None if it leads anywhere else."""
    path = site_path(publisher, url, copy)
    if path is None:
        return None
    query = urlsplit(url).query
    return f"{publisher.home}{path}" + (f"?{query}" if query else "")


def at_copy(publisher: Publisher, url: str, copy: str | None) -> str:
    """Where to fetch a URL of the publisher: at the copy, if one is given."""
    path = site_path(publisher, url, copy) if copy else None
    if path is None:
        return url
    query = urlsplit(url).query
    return f"{copy}{path}" + (f"?{query}" if query else "")


def copy_of(publisher: Publisher, url: str) -> str | None:
    """Scheme and host of a URL that is none of the publisher's: a copy of its site; else None."""
    parts = split(url)
    if parts is None or site_path(publisher, url) is not None:
        return None
    return f"{parts.scheme}://{parts.netloc}"
