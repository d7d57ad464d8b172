"""Follows every link of a site, so that pages nobody thought of are found."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from urllib.parse import parse_qsl, urljoin, urlsplit

import httpx
from lxml import html

_HOME = "http://localhost/"
_KEY = re.compile(r"/(?:v[0-9a-f]{16}|[^/]*\d[^/]*|[^/]*[:~,][^/]*)(?=/|$)")


def crawl(
    get: Callable[[str], httpx.Response], start: Iterable[str] = ("/",), alike: int = 3, articles: int = 40
) -> Iterator[tuple[str, httpx.Response]]:
    """Address and answer of every page; of those alike but for keys and values, the first few."""
    waiting = [*start]
    known, shapes = set(waiting), Counter[tuple[str, ...]]()
    while waiting:
        path = waiting.pop(0)
        answer = get(path)
        yield path, answer
        if "html" not in answer.headers["content-type"]:
            continue
        for link in links(answer.text, path):
            form = shape(link)
            most = articles if form == ("/archive/articles/…", "0") else alike
            if link not in known and shapes[form] < most:
                known.add(link)
                shapes[form] += 1
                waiting.append(link)


def links(text: str, path: str) -> Iterator[str]:
    """Where a page leads on the same site; forms as they would be sent."""
    page = html.fromstring(text)
    found = [str(link) for link in page.xpath("//a/@href | //link/@href | //form/@action | //script/@src | //img/@src")]
    for link in found:
        parts = urlsplit(urljoin(_HOME + path.lstrip("/"), link))
        if parts.netloc == "localhost" and parts.scheme == "http":
            yield parts.path + (f"?{parts.query}" if parts.query else "")


def shape(link: str) -> tuple[str, ...]:
    """What an address has in common with others of its kind."""
    parts = urlsplit(link)
    path = _KEY.sub("/…", parts.path) if parts.path.count("/") > 2 else parts.path
    asked = {name for name, _ in parse_qsl(parts.query, keep_blank_values=True)}
    if asked and all(name.startswith("_") for name in asked) and path.count("/") == 2:
        path = "/archive/…"  # a list sorted, counted, cut: alike for all tables
    elif path.count("/") == 2 and "." in path:
        path = f"/archive/….{path.rpartition('.')[2]}"
    return (path, str(min(len(asked), 2)))
