"""Which documents a source begins with, what they announce, and which come next."""

from __future__ import annotations

from dataclasses import replace

import pytest

from scraper.crawl.documents import Document, announced, first, following, sighting, sitemaps_of_robots
from scraper.crawl.sources import Announced, Found
from scraper.publisher import Feed, Listing, Sitemap, Source, publisher
from scraper.records import Address, Capture, Kind

from .test_recrawl import FETCHED

DEMO = publisher("demo")
EN, FR, RU = DEMO.editions
HOME = DEMO.home
A = f"{HOME}/2025/07/01/a/"


@pytest.mark.parametrize(
    ("source", "kind", "path", "pages"),
    [
        (Sitemap("/s.xml"), Kind.SITEMAP, "/s.xml", 1),
        (Feed("/feed/"), Kind.FEED, "/feed/", 1),
        (Feed("/feed/", pages=7), Kind.FEED, "/feed/", 7),
        (Listing("/news/", pages=9), Kind.LISTING, "/news/", 9),
    ],
)
def test_source_begins_with_its_first_document(source: Source, kind: Kind, path: str, pages: int) -> None:
    assert first(DEMO, RU, source) == Document(kind, RU, HOME + path, HOME + path, pages)


NOTHING = Announced()
NEWS = Announced((Found(A),))
SITEMAP = first(DEMO, EN, Sitemap("/s.xml"))
FEED = first(DEMO, EN, Feed("/feed/", pages=3))
LISTING = first(DEMO, EN, Listing("/news/", pages=3))
SECOND = Announced((), (f"{HOME}/news/page/2/",))

NEXT = [  # document, what it says, addresses of those to read next
    (SITEMAP, NEWS, []),
    (SITEMAP, Announced((), (f"{HOME}/1.xml", f"{HOME}/2.xml")), [f"{HOME}/1.xml", f"{HOME}/2.xml"]),
    (FEED, NEWS, [f"{HOME}/feed/?paged=2"]),
    (replace(FEED, url=f"{HOME}/feed/?paged=2", pages=2, number=2), NEWS, [f"{HOME}/feed/?paged=3"]),
    (replace(FEED, pages=1, number=3), NEWS, []),
    (FEED, NOTHING, []),
    (LISTING, SECOND, [f"{HOME}/news/page/2/"]),
    (LISTING, NEWS, []),
    (replace(LISTING, pages=1), SECOND, []),
]


@pytest.mark.parametrize(("document", "said", "urls"), NEXT)
def test_documents_that_come_next(document: Document, said: Announced, urls: list[str]) -> None:
    found = following(document, said, _capture("", document.url))
    assert [further.url for further in found] == urls
    if document.kind is Kind.SITEMAP:
        assert all(further.source == further.url for further in found), "each child is a source of its own"
    else:
        assert {further.source for further in found} <= {document.source}
        assert all((further.pages, further.number) == (document.pages - 1, document.number + 1) for further in found)


ROBOTS = [
    (b"Sitemap: https://courier.example/a.xml", ["https://courier.example/a.xml"]),
    (b"sitemap:https://x/a.xml \r\nSITEMAP : https://x/b.xml\r\n", ["https://x/a.xml", "https://x/b.xml"]),
    (b"User-agent: *\nDisallow: /sitemap: x\n", []),
    (b"Sitemap:\nSitemap: \n", []),
    ("Sitemap: https://x/ф.xml".encode("windows-1251"), ["https://x/\ufffd.xml"]),
    (b"", []),
    (bytes(range(256)), []),
]


@pytest.mark.parametrize(("body", "urls"), ROBOTS)
def test_sitemaps_that_robots_txt_names(body: bytes, urls: list[str]) -> None:
    assert list(sitemaps_of_robots(body)) == urls


COPY = "http://127.0.0.1:8070"


def _capture(body: str, url: str) -> Capture:
    return Capture(url, FETCHED, 200, (), body.encode(), Kind.SITEMAP, Address("demo/en", "/s.xml", f"{HOME}/s.xml"))


@pytest.mark.parametrize(
    ("where", "named", "followed"),
    [
        (HOME, f"{HOME}/1.xml", [f"{HOME}/1.xml"]),
        (HOME, "http://www.courier.example/1.xml", [f"{HOME}/1.xml"]),
        (COPY, f"{COPY}/1.xml", [f"{HOME}/1.xml"]),
        (COPY, f"{HOME}/1.xml", [f"{HOME}/1.xml"]),
        (HOME, "https://elsewhere.example/1.xml", []),
        (HOME, f"{COPY}/1.xml", []),
        (HOME, "file:///etc/passwd", []),
        (HOME, "http://[bad/1.xml", []),
        (HOME, "/1.xml", []),
    ],
)
def test_only_documents_of_the_publisher_are_followed(where: str, named: str, followed: list[str]) -> None:
    index = f"<sitemapindex><sitemap><loc>{named}</loc></sitemap></sitemapindex>"
    said = announced(DEMO, _capture(index, f"{where}/s.xml"), Kind.SITEMAP)
    assert list(said.follow) == followed


@pytest.mark.parametrize(
    ("url", "edition", "path"),
    [
        (A, "demo/en", "/2025/07/01/a/"),
        (f"{HOME}/2025/07/01/a", "demo/en", "/2025/07/01/a/"),
        (f"{HOME}/2025/07/01/a/?utm_source=feed#more", "demo/en", "/2025/07/01/a/"),
        (f"{COPY}/2025/07/01/a/", "demo/en", "/2025/07/01/a/"),
        (f"{HOME}/fr/2025/07/01/a/", "demo/fr", "/fr/2025/07/01/a/"),
        (f"{HOME}/ru/2025/07/01/па/", "demo/ru", "/ru/2025/07/01/%D0%BF%D0%B0/"),
        (f"{HOME}/ru/2025/07/01/%d0%bf%D0%B0/", "demo/ru", "/ru/2025/07/01/%D0%BF%D0%B0/"),
        (f"{HOME}/about/", None, None),
        (f"{HOME}/de/2025/07/01/a/", None, None),
        (f"{HOME}/2025/07/01/", None, None),
        (f"{HOME}/2025/07/01/a/b/", None, None),
        ("https://elsewhere.example/2025/07/01/a/", None, None),
        ("http://127.0.0.1:8071/2025/07/01/a/", None, None),
        ("mailto:news@courier.example", None, None),
    ],
)
def test_sighting_is_of_an_article_of_the_publisher(url: str, edition: str | None, path: str | None) -> None:
    said = sighting(DEMO, Found(url), SITEMAP, _capture("", f"{COPY}/s.xml"))
    if path is None:
        assert said is None
        return
    assert said is not None
    assert (said.address.edition, said.address.path, said.address.url) == (edition, path, HOME + path)
    assert (said.url, said.source, said.source_url) == (url, "sitemap", f"{HOME}/s.xml")


def test_sighting_keeps_alternates_that_are_articles() -> None:
    named = {
        "fr": f"{COPY}/fr/2025/07/01/a",
        "ru": "https://elsewhere.example/ru/2025/07/01/a/",
        "en": f"{HOME}/about/",
    }
    said = sighting(DEMO, Found(A, "2025", named), SITEMAP, _capture("", f"{COPY}/s.xml"))
    assert said is not None
    assert said.alternates == {"fr": f"{HOME}/fr/2025/07/01/a/"}
    assert said.lastmod == "2025"
