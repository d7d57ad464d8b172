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
    return links(open_page(capture(f"<html><p>Words.</p>{body}</html>", url), neo()), neo())


@pytest.mark.parametrize(
    ("body", "urls"),
    [
        (f'<a href="../b/">b</a><a href=" {FR} ">fr</a>', ("https://journal-neo.su/2025/07/02/b/", FR)),
        (f'<a href="{FR}">fr</a><a href="{FR}">again</a><a href="{FR}?utm_source=x">and again</a>', (FR,)),
        (f'<a href="../b/">b</a><link rel="alternate" hreflang="fr" href="{FR}">', (FR, "https://journal-neo.su/2025/07/02/b/")),
        ('<link rel="alternate" type="application/rss+xml" href="/feed/"><link rel="stylesheet" href="/a.css">', ()),
        ('<a name="y">y</a><a href="/about/">x</a><a href="http://[">bad</a><a href="mailto:x@x.example">x</a>', ()),
        ('<a href="https://elsewhere.example/2025/07/02/b/">b</a>', ()),
    ],
)  # fmt: skip
def test_page_leads_to_the_articles_of_its_links_and_alternates(body: str, urls: tuple[str, ...]) -> None:
    assert tuple(url for _, url in of(body).articles) == urls


def test_page_leads_to_short_addresses() -> None:
    assert of('<a href="/?p=7">x</a><a href="/?p=7#x">y</a><a href="/fr/?p=8">z</a>').aliases == (
        "journal-neo.su/?p=7",
        "journal-neo.su/fr/?p=8",
    )


def test_page_states_its_short_and_its_canonical_address() -> None:
    head = f'<link rel="SHORTLINK" href="/?p=7"><link rel="canonical nofollow" href="{HERE}">'
    assert of(head) == Links((), (), "journal-neo.su/?p=7", HERE)


def test_links_of_a_copy_are_the_publishers() -> None:
    at_copy = HERE.replace("https://journal-neo.su", COPY)
    found = of(
        f'<a href="/2025/07/02/b/">b</a><a href="{COPY}/2025/07/02/c/">c</a><a href="{COPY}/?p=7">d</a>', at_copy
    )
    assert [address.path for address, _ in found.articles] == ["/2025/07/02/b/", "/2025/07/02/c/"]
    assert found.aliases == ("journal-neo.su/?p=7",)
