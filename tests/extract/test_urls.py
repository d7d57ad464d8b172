"""Every spelling of an article's address is one article, and nothing else is."""

from __future__ import annotations

from dataclasses import replace
from itertools import chain

import pytest

from scraper.extract.urls import (
    alias,
    at_copy,
    copy_of,
    locate,
    locate_page,
    locate_unknown,
    normal_path,
    site_path,
)
from scraper.publisher import publisher
from scraper.records import Address

NEO = publisher("neo")
COPY = "http://127.0.0.1:8800"
EN = "https://journal-neo.su/2025/07/02/happy-new-year-7/"
FR = "https://journal-neo.su/fr/2025/07/02/bonne-annee/"
RU = "https://journal-neo.su/ru/2025/07/02/s-novym-godom/"
CYRILLIC = "https://journal-neo.su/ru/2025/07/02/%D0%BC%D0%B8%D1%80/"

ALIASES = {
    EN: [
        "https://journal-neo.su/2025/07/02/happy-new-year-7",
        "http://journal-neo.su/2025/07/02/happy-new-year-7/",
        "https://www.journal-neo.su/2025/07/02/happy-new-year-7/",
        "https://JOURNAL-NEO.SU/2025/07/02/happy-new-year-7/",
        "HTTPS://journal-neo.su/2025/07/02/happy-new-year-7/",
        "https://journal-neo.su./2025/07/02/happy-new-year-7/",
        "https://journal-neo.su:443/2025/07/02/happy-new-year-7/",
        "http://journal-neo.su:80/2025/07/02/happy-new-year-7/",
        "https://journal-neo.org/2025/07/02/happy-new-year-7/",
        "http://www.journal-neo.org/2025/07/02/happy-new-year-7",
        "https://dev.journal-neo.org/2025/07/02/happy-new-year-7/",
        "https://user:word@journal-neo.su/2025/07/02/happy-new-year-7/",
        "  https://journal-neo.su/2025/07/02/happy-new-year-7/\n",
        "https://journal-neo.su//2025/07//02/happy-new-year-7/",
        "https://journal-neo.su/./2025/07/02/x/../happy-new-year-7/",
        "https://journal-neo.su/../../2025/07/02/happy-new-year-7/",
        "https://journal-neo.su/2025/07/02/happy%2Dnew%2dyear%2D7/",
        "https://journal-neo.su/2025/07/02/happy-new-year-7/?utm_source=feed&utm_medium=rss",
        "https://journal-neo.su/2025/07/02/happy-new-year-7/?fbclid=1#comments",
        "https://journal-neo.su/2025/07/02/happy-new-year-7/?p=230415",
        "https://journal-neo.su/2025/07/02/happy-new-year-7/amp/",
        "https://journal-neo.su/2025/07/02/happy-new-year-7/amp",
        "https://journal-neo.su/2025/07/02/happy-new-year-7/print/",
        "https://journal-neo.su/2025/07/02/happy-new-year-7/feed/",
        "https://journal-neo.su/2025/07/02/happy-new-year-7/2/",
        "https://journal-neo.su/2025/07/02/happy-new-year-7/12",
        "https://journal-neo.su/2025/07/02/happy-new-year-7/2/amp/",
        "https://journal-neo.su/2025/07/02/happy-new-year-7/?page=2",
        "https://journal-neo.su/2025/07/02/happy-new-year-7/comment-page-2/",
        "https://journal-neo.su/2025/07/02/happy-new-year-7/comment-page-2/#comment-9",
        "https://journal-neo.su/2025/07/02/happy-new-year-7/3/comment-page-2/",
    ],
    FR: [
        "http://www.journal-neo.su/fr/2025/07/02/bonne-annee",
        "https://journal-neo.org/fr/2025/07/02/bonne-annee/",
    ],
    RU: [
        "http://www.journal-neo.su/ru/2025/07/02/s-novym-godom",
        "https://ru.journal-neo.org/2025/07/02/s-novym-godom/",
        "http://ru.journal-neo.org/2025/07/02/s-novym-godom?utm_campaign=1",
        "https://www.ru.journal-neo.org/2025/07/02/s-novym-godom/",
        "https://journal-neo.org/ru/2025/07/02/s-novym-godom/",
    ],
    CYRILLIC: [
        "https://journal-neo.su/ru/2025/07/02/%d0%bc%d0%b8%d1%80/",
        "https://journal-neo.su/ru/2025/07/02/мир/",
        "https://journal-neo.su/ru/2025/07/02/м%D0%B8%d1%80",
        "https://ru.journal-neo.org/2025/07/02/%D0%BC%d0%b8%D1%80/amp/",
        "https://ru.journal-neo.org/2025/07/02/%D0%BC%d0%b8%D1%80/2/",
    ],
}
EDITIONS = {EN: "neo/en", FR: "neo/fr", RU: "neo/ru", CYRILLIC: "neo/ru"}


@pytest.mark.parametrize(("canonical", "alias"), [(url, alias) for url in ALIASES for alias in (url, *ALIASES[url])])
def test_every_alias_is_one_article(canonical: str, alias: str) -> None:
    path = canonical.removeprefix("https://journal-neo.su")
    assert locate(NEO, alias) == Address(EDITIONS[canonical], path, canonical)


def test_no_two_articles_share_an_id() -> None:
    found = [locate(NEO, url) for url in chain(ALIASES, ["https://journal-neo.su/2025/07/02/happy-new-year-8/"])]
    assert len({address.id for address in found if address}) == len(found)


NO_ARTICLE = [
    "https://journal-neo.su/",
    "https://journal-neo.su/?p=230415",
    "https://journal-neo.su/fr/",
    "https://journal-neo.su/about/",
    "https://journal-neo.su/2025/07/02/",
    "https://journal-neo.su/2025/07/02/happy-new-year-7/page/2/comments/",
    "https://journal-neo.su/2025/07/02/happy-new-year-7/2/3/",
    "https://journal-neo.su/2025/07/02/happy-new-year-7/0/",
    "https://journal-neo.su/2025/07/02/happy-new-year-7/02/",
    "https://journal-neo.su/2025/07/02/happy-new-year-7/2025/",
    "https://journal-neo.su/2025/07/02/happy-new-year-7/attachment/2/",
    "https://journal-neo.su/de/2025/07/02/happy-new-year-7/",
    "https://journal-neo.su/category/columns/politics/page/2/",
    "https://journal-neo.su/author/neo/feed/",
    "https://journal-neo.su/feed/",
    "https://journal-neo.su/wp-content/uploads/2025/07/7790.jpg",
    "https://journal-neo.su:8443/2025/07/02/happy-new-year-7/",
    "https://fr.journal-neo.org/2025/07/02/happy-new-year-7/",
    "https://evil-journal-neo.su/2025/07/02/happy-new-year-7/",
    "https://journal-neo.su.evil.example/2025/07/02/happy-new-year-7/",
    "https://evil.example/https://journal-neo.su/2025/07/02/happy-new-year-7/",
    "https://evil.example/2025/07/02/happy-new-year-7/?from=journal-neo.su",
    "https://journal-neo.su@evil.example/2025/07/02/happy-new-year-7/",
]
NO_ADDRESS = [
    "",
    "/2025/07/02/happy-new-year-7/",
    "//journal-neo.su/2025/07/02/happy-new-year-7/",
    "journal-neo.su/2025/07/02/happy-new-year-7/",
    "ftp://journal-neo.su/2025/07/02/happy-new-year-7/",
    "file:///2025/07/02/happy-new-year-7/",
    "mailto:editor@journal-neo.su",
    "javascript:alert(1)",
    "data:text/html,x",
    "https://",
    "https:///2025/07/02/happy-new-year-7/",
    "https://journal-neo.su:port/2025/07/02/happy-new-year-7/",
    "https://journal-neo.su:99999/2025/07/02/happy-new-year-7/",
    "https://[::1/2025/07/02/happy-new-year-7/",
    "\x00",
]


@pytest.mark.parametrize(
    ("url", "number"),
    [
        (EN, 1),
        (f"{EN}2/", 2),
        (f"{EN}999", 999),
        (f"{EN}?page=2", 1),  # what is asked for so is not said by the path
        (f"{EN}comment-page-2/", 1),
        (f"{EN}3/comment-page-2/", 3),
        ("https://ru.journal-neo.org/2025/07/02/s-novym-godom/2/", 2),
        ("https://journal-neo.su/2025/07/02/7/", 1),  # the slug is a number
        ("https://journal-neo.su/2025/07/02/7/2/", 2),
    ],
)
def test_page_of_an_article_has_its_number(url: str, number: int) -> None:
    assert locate_page(NEO, url) == (locate(NEO, url), number)


LOOSE = replace(NEO, article=r"[^/]+/")  # slugs alone, at the root


@pytest.mark.parametrize("path", ["/page/2/", "/2025/10/", "/2025/10/12/", "/ru/page/2/", "/ru/2025/10/"])
def test_pages_of_a_listing_are_no_pages_of_an_article(path: str) -> None:
    assert locate(LOOSE, NEO.home + path) is None


def test_further_page_of_an_article_that_is_a_slug_alone() -> None:
    assert locate_page(LOOSE, f"{NEO.home}/fog/2/") == (locate(LOOSE, f"{NEO.home}/fog/"), 2)


@pytest.mark.parametrize("url", NO_ARTICLE + NO_ADDRESS)
def test_anything_else_is_no_article(url: str) -> None:
    assert locate(NEO, url) is None


@pytest.mark.parametrize("url", NO_ADDRESS)
def test_what_is_no_web_address_is_refused(url: str) -> None:
    with pytest.raises(ValueError, match="not a web address"):
        locate_unknown(url)


@pytest.mark.parametrize(
    ("path", "normal"),
    [
        ("", "/"),
        ("/", "/"),
        ("//a///b", "/a/b"),
        ("/a/./b/", "/a/b/"),
        ("/a/../b/", "/b/"),
        ("/../../b/", "/b/"),
        ("/a/%2e%2e/b/", "/b/"),
        ("/a/..", "/"),
        ("/a b/", "/a%20b/"),
        ("/%7Ea/", "/~a/"),
        ("/a%2Fb/", "/a%2Fb/"),
        ("/%D0%BC/", "/%D0%BC/"),
        ("/%d0%bc/", "/%D0%BC/"),
        ("/м/", "/%D0%BC/"),
        ("/100%/", "/100%25/"),
        ("/%ff/", "/%FF/"),
        ("/a%3Fb/", "/a%3Fb/"),
    ],
)
def test_a_path_has_one_spelling(path: str, normal: str) -> None:
    assert normal_path(path) == normal
    assert normal_path(normal) == normal


@pytest.mark.parametrize(
    ("url", "edition", "path"),
    [
        ("https://News.Example/a", "news.example", "/a"),
        ("https://www.news.example/a/", "news.example", "/a/"),
        ("http://news.example:8080/a", "news.example:8080", "/a"),
        ("https://news.example:443/a", "news.example", "/a"),
        ("https://news.example", "news.example", "/"),
        ("https://news.example/a?id=7&utm_source=x&fbclid=y", "news.example", "/a?id=7"),
        ("https://news.example/a?UTM_Source=x#top", "news.example", "/a"),
        ("https://news.example/a?b=&c=%D0%BC", "news.example", "/a?b=&c=%D0%BC"),
        ("https://news.example/a?referee=1", "news.example", "/a?referee=1"),
    ],
)
def test_an_unknown_publisher_is_its_host_and_keeps_its_query(url: str, edition: str, path: str) -> None:
    found = locate_unknown(url)
    assert (found.edition, found.path) == (edition, path)


@pytest.mark.parametrize(
    ("url", "path"),
    [
        ("https://journal-neo.su/about", "/about"),
        ("https://ru.journal-neo.org/category/x/", "/ru/category/x/"),
        ("http://127.0.0.1:8800/fr/feed/", "/fr/feed/"),
        ("http://127.0.0.1:8801/fr/feed/", None),
        ("https://other.example/", None),
    ],
)
def test_a_copys_host_counts_as_the_publishers(url: str, path: str | None) -> None:
    assert site_path(NEO, url, COPY) == path


@pytest.mark.parametrize("canonical", ALIASES)
def test_an_article_of_a_copy_is_the_publishers_article(canonical: str) -> None:
    there = at_copy(NEO, canonical, COPY)
    assert there.startswith(COPY)
    found = locate(NEO, there, COPY)
    assert found is not None
    assert found.url == canonical
    assert locate(NEO, there) is None


@pytest.mark.parametrize(
    ("url", "copy", "there"),
    [
        (EN, None, EN),
        ("https://journal-neo.su/feed/?paged=2", COPY, f"{COPY}/feed/?paged=2"),
        ("https://ru.journal-neo.org/feed/", COPY, f"{COPY}/ru/feed/"),
        ("https://other.example/feed/", COPY, "https://other.example/feed/"),
    ],
)
def test_what_is_the_publishers_is_fetched_at_the_copy(url: str, copy: str | None, there: str) -> None:
    assert at_copy(NEO, url, copy) == there


@pytest.mark.parametrize(
    ("url", "copy"),
    [(EN, None), (f"{COPY}/2025/07/02/a/", COPY), ("not a url", None), ("https://ru.journal-neo.org/", None)],
)
def test_a_copy_is_any_host_but_the_publishers(url: str, copy: str | None) -> None:
    assert copy_of(NEO, url) == copy


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://journal-neo.su/?p=230415", "journal-neo.su/?p=230415"),
        ("http://www.journal-neo.su:80/?p=230415", "journal-neo.su/?p=230415"),
        ("https://journal-neo.su?p=230415#respond", "journal-neo.su/?p=230415"),
        ("https://journal-neo.su/?utm_source=tg&p=230415", "journal-neo.su/?p=230415"),
        (f"{COPY}/?p=230415", "journal-neo.su/?p=230415"),
        ("https://journal-neo.su/fr/?p=7", "journal-neo.su/fr/?p=7"),
        (f"{COPY}/ru/?p=7", "journal-neo.su/ru/?p=7"),
        ("https://journal-neo.org/?p=9", "journal-neo.org/?p=9"),  # another count of posts than the new host's
        ("https://ru.journal-neo.org/?p=9", "ru.journal-neo.org/?p=9"),
        ("https://journal-neo.su/?p=0", None),
        ("https://journal-neo.su/?p=x", None),
        ("https://journal-neo.su/?p=1&preview=true", None),
        ("https://journal-neo.su/?page_id=1", None),
        ("https://journal-neo.su/?p=12345678901234567890", None),
        ("https://journal-neo.su/", None),
        ("https://journal-neo.su/category/?p=1", None),
        (f"{EN}?p=230415", None),
        ("https://elsewhere.example/?p=1", None),
        ("http://[broken/?p=1", None),
        ("http:// /?p=1", None),
        ("https://journal-neo.su/\ud800?p=1", None),  # half a character, as JSON can have it
    ],
)
def test_short_address_is_known_by_host_folder_and_number(url: str, expected: str | None) -> None:
    assert alias(NEO, url, COPY) == expected
