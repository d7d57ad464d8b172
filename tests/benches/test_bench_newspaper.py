"""The generated newspaper: any article from its number, and every answer a crawl asks for."""

from __future__ import annotations

import io
from http.client import HTTPConnection

import pytest

from bench.newspaper import Newspaper, Paper
from bench.newspaper.site import answer

PAPER = Paper(2500, seed=1)


def test_path_leads_back_to_its_number() -> None:
    assert [PAPER.number(PAPER.path(number)) for number in range(2500)] == list(range(2500))


@pytest.mark.parametrize(
    "path", ["/", "/2025/06/30/a-slug/", "/2025/06/30/a-slug-0/", PAPER.path(0)[:-1], Paper(2501, 1).path(2500)]
)
def test_other_paths_are_no_article(path: str) -> None:
    assert PAPER.number(path) is None


def test_smaller_paper_is_the_newer_part_of_a_larger_one() -> None:
    assert [Paper(30, 1).path(number) for number in range(30)] == [PAPER.path(number) for number in range(30)]
    assert Paper(30, 1).post(7) == PAPER.post(7)
    assert Paper(30, 2).post(7) != PAPER.post(7)


def test_sitemaps_name_every_article_once() -> None:
    named = [number for sitemap in range(1, PAPER.sitemaps + 1) for number in PAPER.in_sitemap(sitemap)]
    assert named == list(range(2499, -1, -1))
    assert {len(PAPER.in_sitemap(sitemap)) for sitemap in (1, 2)} == {1000}
    assert [PAPER.sitemap_of(number) for number in (0, 499, 500, 2499)] == [3, 3, 2, 1]


@pytest.mark.parametrize(
    ("target", "status", "part"),
    [
        ("/robots.txt", 200, "Sitemap: %ADDRESS%/sitemap_index.xml"),
        ("/sitemap_index.xml", 200, "/post-sitemap3.xml</loc><lastmod>2025-06-30T20:00:00+03:00</lastmod>"),
        ("/post-sitemap3.xml", 200, f"<loc>%ADDRESS%{PAPER.path(0)}</loc>"),
        ("/post-sitemap4.xml", 404, "error404"),
        ("/post-sitemap0.xml", 404, "error404"),
        ("/feed/", 200, f"<link>%ADDRESS%{PAPER.path(0)}</link>"),
        ("/fr/feed/?paged=2", 200, f"<link>%ADDRESS%{PAPER.path(31)}</link>"),
        ("/ru/feed/?paged=900", 404, "error404"),
        ("/ru/", 200, PAPER.path(2)),
        (PAPER.path(1), 200, f'hreflang="en" href="%ADDRESS%{PAPER.path(0)}"'),
        ("/2025/06/30/never/", 404, "error404"),
    ],
)  # fmt: skip
def test_answer(target: str, status: int, part: str) -> None:
    found = answer(PAPER, target)
    assert found.status == status
    assert part in found.body()


def test_server_says_304_to_whoever_has_the_page_and_logs_every_request() -> None:
    log = io.StringIO()
    with Newspaper(PAPER, log=log) as newspaper:
        connection = HTTPConnection(newspaper.address.removeprefix("http://"), timeout=10)
        statuses = []
        for headers in ({}, {"If-None-Match": PAPER.etag(0)}, {"If-None-Match": '"other"'}):
            connection.request("GET", PAPER.path(0), headers=headers)
            response = connection.getresponse()
            statuses.append((response.status, bool(response.read())))
        connection.request("GET", PAPER.path(0), headers={"If-Modified-Since": response.headers["Last-Modified"]})
        statuses.append((connection.getresponse().status, False))
        connection.close()
    assert statuses == [(200, True), (304, False), (200, True), (304, False)]
    assert [(asked.kind, asked.status) for asked in newspaper.requests] == [("article", code) for code, _ in statuses]
    assert newspaper.fetched == {PAPER.path(0): 2}
    assert log.getvalue().count(f" GET {PAPER.path(0)} ") == 4
