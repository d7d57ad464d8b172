"""In which languages a site appears, and under which prefix each edition lies."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from urllib.parse import urlsplit

from scraper.crawl.probe.findings import Candidate
from scraper.crawl.probe.site import Site, language_of
from scraper.extract.language import detect, primary
from scraper.extract.metadata import metadata
from scraper.extract.page import Page
from scraper.extract.text import text_of

_LEAST = 3  # addresses under "/xx/" from which on that may be an edition
_NAMES = {  # as language switches spell them
    "english": "en", "français": "fr", "francais": "fr", "русский": "ru", "deutsch": "de", "español": "es",
    "espanol": "es", "português": "pt", "italiano": "it", "polski": "pl", "українська": "uk", "türkçe": "tr",
    "العربية": "ar", "فارسی": "fa", "中文": "zh", "日本語": "ja", "한국어": "ko", "עברית": "he", "nederlands": "nl",
    "česky": "cs", "čeština": "cs", "srpski": "sr", "српски": "sr", "română": "ro", "magyar": "hu", "ελληνικά": "el",
    "svenska": "sv", "suomi": "fi", "dansk": "da", "norsk": "no", "български": "bg", "हिन्दी": "hi", "tiếng việt": "vi",
}  # fmt: skip


def written_in(page: Page) -> str | None:
    """The language a page declares; else the one its text is written in; None if that is too short."""
    body = page.tree.find("body")
    return primary(page.language) or detect(text_of(body) if body is not None else "")


def candidates(site: Site, home: Page, alternates: Mapping[str, str], urls: Iterable[str]) -> list[Candidate]:
    """The editions that a home page, sitemaps (`alternates`) and announced addresses speak of.

    The surest word for a language comes first, and each language once; the first of all is
    the home page's own. Those told by addresses alone want a look.
    """
    own = written_in(home) or "en"
    found = {own: Candidate(own, home.capture.url, "page")}
    for candidate in (*_declared(site, home), *_switch(site, home), *_spelled(site, alternates), *_counted(site, urls)):
        known = found.setdefault(candidate.language, candidate)
        deeper = site.is_here(candidate.url) and prefix_of(site, candidate) != "/"
        if known.why == "page" and prefix_of(site, known) == "/" and deeper:
            found[own] = candidate  # "/" shows the same as "/en/"
    return list(found.values())


def prefix_of(site: Site, candidate: Candidate) -> str:
    """What the addresses of an edition begin with: the folder of its home, "/" or "/fr/"."""
    first = _first(site, candidate.url)
    fits = first and "." not in first and (candidate.why != "page" or language_of(first))
    return f"/{first}/" if fits else "/"


def split_by(prefixes: Sequence[str], path: str) -> tuple[str, str] | None:
    """The prefix that a path begins with, the longest first, and what follows it; None if none does."""
    for prefix in sorted(prefixes, key=len, reverse=True):
        if path.startswith(prefix):
            return prefix, path[len(prefix) :]
    return None


def _first(site: Site, url: str) -> str:
    return next((part for part in site.path(url).split("/") if part), "")


def _declared(site: Site, home: Page) -> Iterator[Candidate]:
    for language, url in metadata(home).alternates.items():
        if site.is_ours(url):
            yield Candidate(language, url, "hreflang")


def _switch(site: Site, home: Page) -> Iterator[Candidate]:
    """Links to the home of another language: by their mark-up, their words, or their address."""
    for link in home.tree.iter("a"):
        url = home.absolute(link.get("href") or "")
        if not site.is_ours(url):
            continue
        word = text_of(link).casefold()
        named = language_of(primary(link.get("hreflang") or link.get("lang")) or "")
        language = named or _NAMES.get(word) or language_of(word)
        if language and _is_home(site, url):
            yield Candidate(language, url, "switch")


def _is_home(site: Site, url: str) -> bool:
    parts = [part for part in site.path(url).split("/") if part]
    return not urlsplit(url).query and len(parts) <= 1 and (not parts or "." not in parts[0])


def _spelled(site: Site, alternates: Mapping[str, str]) -> Iterator[Candidate]:
    """From the addresses that a sitemap gives for each language."""
    for language, url in alternates.items():
        if not site.is_ours(url):
            continue
        first = _first(site, url)
        root = f"{urlsplit(url).scheme}://{urlsplit(url).netloc}/"
        yield Candidate(language, f"{root}{first}/" if language_of(first) == language else root, "hreflang")


def _counted(site: Site, urls: Iterable[str]) -> Iterator[Candidate]:
    """From the first parts of many announced addresses."""
    count = Counter(_first(site, url) for url in urls if site.is_here(url))
    for first, number in count.most_common():
        language = language_of(first)
        if language and number >= _LEAST:
            yield Candidate(language, f"{site.home}/{first}/", "addresses")
