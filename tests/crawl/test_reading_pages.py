"""What an article's page and the REST API announce."""

from __future__ import annotations

import json

import pytest

from scraper.crawl.rest import read_rest
from scraper.crawl.sources import Announced, Found, read_page
from scraper.records import Address, Capture, Kind

from .test_recrawl import FETCHED

HERE = "https://courier.example/2025/07/01/slug/"
FR = "https://courier.example/fr/2025/07/01/limace/"
CHANGED = "2025-07-02T06:00:00"
SHORT = "https://courier.example/?p=7"


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ('<a href="../b/">b</a><a href=" /x ">x</a>', ("https://courier.example/2025/07/01/b/", "https://courier.example/x")),
        ('<a href="/x">x</a><a href="/x">again</a><a name="y">y</a>', ("https://courier.example/x",)),
        (f'<link rel="alternate" hreflang="fr" href="{FR}"><a href="/x">x</a>', (FR, "https://courier.example/x")),
        ('<link rel="alternate" type="application/rss+xml" href="/feed/"><link rel="stylesheet" href="/a.css">', ()),
        ('<a href="http://[">bad</a>', ()),
    ],
)  # fmt: skip
def test_page_announces_its_links_and_alternates(body: str, said: tuple[str, ...]) -> None:
    found = read_page(body.encode(), HERE)
    assert found.found == (Found(HERE), *map(Found, said))


def test_page_states_its_short_and_its_canonical_address() -> None:
    head = f'<link rel="SHORTLINK" href="/?p=7"><link rel="canonical nofollow" href="{HERE}">'
    assert read_page(head.encode(), f"{HERE}?x=1") == Announced((Found(f"{HERE}?x=1", alias=SHORT),), canonical=HERE)


@pytest.mark.parametrize("body", [b"", b"\x00\x01", b"<!-- nothing -->"])
def test_what_is_no_page_announces_nothing(body: bytes) -> None:
    assert read_page(body, HERE).found in ((), (Found(HERE),))


@pytest.mark.parametrize(
    ("post", "found"),
    [
        ({"id": 7, "link": HERE}, Found(HERE, alias=SHORT)),
        ({"id": 7, "link": HERE, "modified_gmt": CHANGED}, Found(HERE, f"{CHANGED}Z", alias=SHORT)),
        ({"id": "7", "link": HERE, "modified_gmt": None}, Found(HERE)),
    ],
)  # fmt: skip
def test_rest_names_the_short_address_by_the_number_of_the_post(post: dict[str, object], found: Found) -> None:
    url = "https://courier.example/wp-json/wp/v2/posts?per_page=100"
    where = Address("demo/en", "/wp-json/wp/v2/posts?per_page=100", url)
    assert read_rest(Capture(url, FETCHED, 200, (), json.dumps([post]).encode(), Kind.REST, where)).found == (found,)
