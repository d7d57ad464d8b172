"""Pages: no markup breaks the reading of a page, changes it from one time to the next, or gets into a text."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from extract.made import AT_NEO, SOMEWHERE, capture, read
from hypothesis import given
from hypothesis import strategies as st
from promises import Measured

from scraper.crawl.rest import read_rest
from scraper.crawl.sources import read_feed, read_listing, read_sitemap
from scraper.records import Article

from .holding import assert_readable
from .made import FRAGMENT, NOISE, TEXT, WORDS, page, paragraph, sentence

DEMO = "https://courier.example/2025/07/02/a-story/"
PLACES = {"the demo's layout": DEMO, "New Eastern Outlook's layouts": AT_NEO, "general rules": SOMEWHERE}
FOUND = sorted((Path(__file__).parent / "found").glob("*.html"))


@pytest.mark.parametrize("place", PLACES)
def test_pages_that_once_broke_something_are_read(place: str) -> None:
    for file in FOUND:
        assert_readable(file.read_bytes(), PLACES[place])


@pytest.mark.promise(
    "Input", "broken markup, read by {place}", "an article or a reason, twice the same; texts that can be stored"
)
@pytest.mark.parametrize("place", PLACES)
def test_no_markup_breaks_the_reading(place: str, measured: Measured, tried: str) -> None:
    @given(st.one_of(page(), FRAGMENT), st.sampled_from(["utf-8", "utf-16", "cp1251"]), st.integers(0, 400))
    def holds(markup: str, encoding: str, cut: int) -> None:
        assert_readable(markup.encode(encoding, "replace")[cut if cut > 300 else 0 :], PLACES[place])

    holds()
    measured(figure=tried)


@pytest.mark.promise(
    "Input", "scripts, styles, comments among paragraphs", "every paragraph once and in order, nothing else"
)
def test_paragraphs_are_all_there_and_nothing_else(measured: Measured, tried: str) -> None:
    @given(st.lists(st.tuples(WORDS, NOISE, st.sampled_from(["</p>", ""])), min_size=3, max_size=8))
    def holds(parts: list[tuple[str, str, str]]) -> None:
        made = "".join(
            paragraph(words, number).replace("</p>", end) + noise for number, (words, noise, end) in enumerate(parts)
        )
        found = read(
            f'<html lang="en"><body class="single"><article><h1 class="entry-title">On the ferry</h1>'
            f'<div class="entry-content">{made}</div></article></body></html>',
            DEMO,
        )
        assert isinstance(found, Article)
        assert found.body.split("\n\n") == [sentence(words, number) for number, (words, _, _) in enumerate(parts)]

    holds()
    measured(figure=tried)


SITEMAP = '<?xml version="1.0" encoding="UTF-8"?>\n<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n{}</urlset>\n'


@pytest.mark.promise(
    "Input", "a sitemap that is cut off anywhere", "gives only whole addresses, and says that it was cut off"
)
def test_sitemap_cut_anywhere_gives_whole_addresses_only(measured: Measured, tried: str) -> None:
    @given(st.integers(1, 30), st.data())
    def holds(count: int, data: st.DataObject) -> None:
        urls = [f"https://courier.example/2025/07/02/story-{number}/" for number in range(count)]
        whole = SITEMAP.format(
            "".join(f"<url><loc>{url}</loc><lastmod>2025-07-02</lastmod></url>\n" for url in urls)
        ).encode()
        cut = data.draw(st.integers(0, len(whole) - 1))
        said = read_sitemap(whole[:cut])
        found = [one.url for one in said.found]
        assert found == urls[: len(found)]
        assert (said.problem is None) == whole[:cut].rstrip().endswith(b"</urlset>")

    holds()
    measured(figure=tried)


@given(st.one_of(st.binary(max_size=300), FRAGMENT.map(lambda text: text.encode("utf-8", "replace"))))
def test_no_bytes_break_the_reading_of_a_source(body: bytes) -> None:
    for start in (
        b"",
        b'<?xml version="1.0"?>',
        b"\x1f\x8b",
        b'<rss version="2.0"><channel><item>',
        b"<urlset><url><loc>",
    ):
        read_sitemap(start + body)
        read_feed(start + body)
        read_listing(start + body, "https://courier.example/author/vera/")


POST = st.fixed_dictionaries({}, optional={"link": TEXT, "id": st.integers(), "modified_gmt": TEXT})


@given(st.lists(st.one_of(POST, st.none(), TEXT)))
def test_whatever_a_rest_api_says_can_be_stored(posts: list[object]) -> None:
    said = read_rest(capture(json.dumps(posts), "https://courier.example/wp-json/wp/v2/posts"))
    for found in said.found:
        "".join(filter(None, (found.url, found.lastmod, found.alias))).encode()
