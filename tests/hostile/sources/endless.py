"""A site some of whose addresses have no end: each prefix is answered by a function of the path."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from xml.sax.saxutils import escape

from crawl.site import Answer, Reply, Site, html, page

XML = {"Content-Type": "application/xml"}
_NS = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'


class Endless(dict[str, Answer]):
    """Answers of a site, those of whole prefixes among them."""

    def __init__(self, known: dict[str, Answer], rules: dict[str, Callable[[str], Reply]]) -> None:
        super().__init__(known)
        self._rules = rules

    def get(self, path: str, default: Answer) -> Answer:  # type: ignore[override]
        if path in self:
            return self[path]
        return next((rule(path) for prefix, rule in self._rules.items() if path.startswith(prefix)), default)


def without_end(site: Site, **rules: Callable[[str], Reply]) -> None:
    """Answers every address below a prefix; `_` stands for a slash."""
    site.answers = Endless(site.answers, {name.replace("_", "/"): rule for name, rule in rules.items()})


def number(path: str) -> int:
    """The last number in an address."""
    return int("".join(char if char.isdigit() else " " for char in path).split()[-1])


def linking(*paths: str) -> Reply:
    """A page that is no article, and links to these."""
    return html("".join(f'<a href="{path}">x</a>' for path in paths))


def story(title: str, *paths: str) -> Reply:
    """An article that links to these."""
    after = "".join(f'<a href="{path}">x</a>' for path in paths)
    return Reply(200, page(title, after=after), {"Content-Type": "text/html; charset=utf-8"})


def index(*urls: str) -> Reply:
    entries = "".join(f"<sitemap><loc>{escape(url)}</loc></sitemap>" for url in urls)
    return Reply(200, f"<sitemapindex {_NS}>{entries}</sitemapindex>".encode(), XML)


def streamed(pieces: Iterable[bytes]) -> Iterator[bytes]:
    """Pieces in larger ones, for the wire."""
    held = b""
    for piece in pieces:
        held += piece
        if len(held) > 65536:
            yield held
            held = b""
    yield held
