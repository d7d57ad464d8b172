"""Where a page leads."""

from __future__ import annotations

import pytest

from scraper.extract.links import Links, links
from scraper.extract.page import open_page

from .made import capture, neo

HERE = "https://journal-neo.su/2025/07/02/a-story/"
FR = "https://journal-neo.su/fr/2025/07/02/une-histoire/"
COPY = "http://127.0.0.1:8800"


def of(body: str, url: str = HERE) -> Links:
    return links(open_page(capture(f"<html><p>Words.</p>{body}</html>", url), neo()))


@pytest.mark.parametrize(
    ("body", "hrefs"),
    [
        ('<a href="../b/">b</a><a href=" /x ">x</a>', ("https://journal-neo.su/2025/07/02/b/", "https://journal-neo.su/x")),
        ('<a href="/x">x</a><a href="/x">again</a><a name="y">y</a>', ("https://journal-neo.su/x",)),
        (f'<link rel="alternate" hreflang="fr" href="{FR}"><a href="/x">x</a>', (FR, "https://journal-neo.su/x")),
        ('<link rel="alternate" type="application/rss+xml" href="/feed/"><link rel="stylesheet" href="/a.css">', ()),
        ('<a href="http://[">bad</a>', ("http://[",)),
    ],
)  # fmt: skip
def test_page_leads_where_its_links_and_alternates_do(body: str, hrefs: tuple[str, ...]) -> None:
    assert of(body).hrefs == hrefs


def test_page_states_its_short_and_its_canonical_address() -> None:
    head = f'<link rel="SHORTLINK" href="/?p=7"><link rel="canonical nofollow" href="{HERE}">'
    assert of(head) == Links((), "https://journal-neo.su/?p=7", HERE)


def test_links_of_a_copy_are_the_publishers() -> None:
    at_copy = HERE.replace("https://journal-neo.su", COPY)
    assert of(f'<a href="/x/">x</a><a href="{COPY}/y/">y</a>', at_copy).hrefs == (
        "https://journal-neo.su/x/",
        "https://journal-neo.su/y/",
    )
