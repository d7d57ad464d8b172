"""What the REST API announces."""

from __future__ import annotations

import json

import pytest

from scraper.crawl.rest import read_rest
from scraper.crawl.sources import Found
from scraper.records import Address, Capture, Kind

from .test_recrawl import FETCHED

HERE = "https://courier.example/2025/07/01/slug/"
CHANGED = "2025-07-02T06:00:00"
SHORT = "https://courier.example/?p=7"


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
