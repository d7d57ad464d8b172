"""Whole sites of other shapes, each looked at once: what is found, and what is said to be missing."""

from __future__ import annotations

import pytest

from scraper.crawl.probe import Findings, draft, probe
from scraper.crawl.probe.draft import ANYTHING
from scraper.extract.urls import locate
from scraper.publisher import Feed, Listing, Rest, Sitemap

from .pages import TEXT, article, index, links, page, rss, urlset, zipped
from .site import HERE, Reply, Site

NUMBERS = range(12340, 12352)


def look(site: Site) -> Findings:
    return probe(site.address, pause=0)


def words(found: Findings) -> str:
    return "\n".join([*found.missing, *found.notes])


def test_numbers_and_a_suffix_on_a_site_without_sitemap_or_feed() -> None:
    paths = [f"/news/{number}.html" for number in NUMBERS]
    answers: dict[str, Reply | str] = {
        path: article(number, "de", design="itemprop") for number, path in zip(NUMBERS, paths, strict=True)
    }
    with Site({**answers, "/": page(links(paths), "de", "Die Hafenpost")}) as site:
        found = look(site)
    publisher = draft(found, "hafenpost")
    assert publisher.article == r"news/\d+\.html/?"
    assert [(edition.language, edition.prefix) for edition in publisher.editions] == [("de", "/")]
    assert list(publisher.editions[0].sources) == [Listing("/")]
    assert [layout.body for layout in publisher.layouts] == ["[itemprop='articleBody']"]
    assert all(read.layout == "L1" and read.title.startswith("Der Tag der Boote") for read in found.pages)
    assert "no sitemap" in words(found)
    assert "no feed" in words(found)
    assert "no listing with older pages" in words(found)


def test_month_folders_on_a_site_whose_sitemap_is_a_web_page() -> None:
    names = [f"/2024/05/story-of-the-boats-{letter}" for letter in "abcdefgh"]
    answers: dict[str, Reply | str] = {path: article(number) for number, path in enumerate(names)}
    home = page(links(names[:3]))
    with Site({**answers, "/": home, "/sitemap.xml": home, "/sitemap_index.xml": home, "/rss.xml": rss(names)}) as site:
        found = look(site)
    publisher = draft(found, "post")
    assert publisher.article == r"\d{4}/\d{2}/[^/]+/?"
    assert list(publisher.editions[0].sources) == [Feed("/rss.xml"), Listing("/")]
    assert [layout.body for layout in publisher.layouts] == [".story-body"]
    assert "not a sitemap" in words(found)
    assert found.pattern is not None
    assert not found.pattern.slashed
    asked = locate(publisher, f"{publisher.home}{names[0]}")
    assert asked is not None
    assert ("but a crawl asks for" in words(found)) is (asked.url != f"{publisher.home}{names[0]}")


def test_slugs_with_a_number_on_a_wordpress_with_its_own_sitemap_and_rest() -> None:
    paths = [f"/a-day-at-the-harbour-{number}/" for number in range(123456, 123470)]
    posts = ", ".join(f'{{"id": {n}, "link": "{HERE}{path}", "status": "publish"}}' for n, path in enumerate(paths))
    answers: dict[str, Reply | str] = {path: article(number) for number, path in enumerate(paths)}
    answers |= {
        "/": page(links(paths[:4]) + '<img src="/wp-content/x.jpg">'),
        "/robots.txt": Reply(f"User-agent: *\nDisallow: /wp-admin/\nSitemap: {HERE}/wp-sitemap.xml\n", media=TEXT),
        "/wp-sitemap.xml": index(
            ["/wp-sitemap-posts-post-1.xml", "/wp-sitemap-posts-page-1.xml", "/wp-sitemap-taxonomies-category-1.xml"]
        ),
        "/wp-sitemap-posts-post-1.xml": urlset(paths),
    }
    with Site(answers) as site:
        from scraper.crawl import rest

        media, total = "application/json", {"X-WP-Total": "14", "X-WP-TotalPages": "1"}
        site.answers[f"/wp-json/wp/v2/posts?{rest.QUERY}"] = Reply(f"[{posts}]", media=media, headers=total)
        found = look(site)
        assert not {"/wp-sitemap-posts-page-1.xml", "/wp-sitemap-taxonomies-category-1.xml"} & set(site.paths())
    publisher = draft(found, "post")
    assert publisher.article == r"[^/]+-\d+/"
    assert list(publisher.editions[0].sources)[:2] == [Sitemap("/wp-sitemap.xml"), Rest("/wp-json/wp/v2/posts")]
    assert [told.stated for told in found.told] == [None, 14, None]


def test_editions_in_folders_with_a_gzip_sitemap_and_a_home_that_redirects() -> None:
    paths = {
        language: [f"/{language}/article/harbour-story-{letter}" for letter in "abcdef"] for language in ("en", "fr")
    }
    answers: dict[str, Reply | str] = {
        path: article(number, language) for language in paths for number, path in enumerate(paths[language])
    }
    alternates = "".join(f'<link rel="alternate" hreflang="{tag}" href="{HERE}/{tag}/">' for tag in paths)
    answers |= {f"/{tag}/": page(links(paths[tag]), tag, extra=alternates) for tag in paths}
    answers |= {
        "/": Reply("", 302, headers={"Location": "/en/"}),
        "/robots.txt": Reply(f"Sitemap: {HERE}/map.xml.gz\n", media=TEXT),
    }
    with Site(answers) as site:
        site.answers["/map.xml.gz"] = zipped(urlset([*paths["en"], *paths["fr"]]), site.address)
        found = look(site)
    publisher = draft(found, "post")
    assert publisher.article == r"article/[^/]+/?"
    assert [(edition.language, edition.prefix) for edition in publisher.editions] == [("en", "/en/"), ("fr", "/fr/")]
    assert all(Sitemap("/map.xml.gz") in edition.sources for edition in publisher.editions)
    assert {read.language for read in found.pages if read.layout} == {"en", "fr"}


def test_listings_are_found_in_the_menu_and_followed_by_their_pages() -> None:
    paths = [f"/2025/07/0{day}/story-{letter}/" for day in range(1, 5) for letter in "abc"]
    answers: dict[str, Reply | str] = {path: article(number) for number, path in enumerate(paths)}
    answers |= {
        "/": page(f'<nav><a href="{HERE}/category/harbour/">Harbour</a></nav>' + links(paths[:2])),
        "/category/harbour/": page(links(paths[:6]) + f'<a href="{HERE}/category/harbour/page/2/">2</a>'),
        "/feed/": rss(paths[:10]),
        "/feed/?paged=2": rss(paths[10:]),
    }
    with Site(answers) as site:
        found = look(site)
    assert list(draft(found, "post").editions[0].sources) == [Feed("/feed/", pages=10), Listing("/category/harbour/")]


def test_articles_that_robots_disallows_are_counted_and_not_read() -> None:
    paths = [f"/2025/07/01/story-{letter}/" for letter in "abcdef"]
    answers: dict[str, Reply | str] = {path: article(number) for number, path in enumerate(paths)}
    answers |= {
        "/": page(links(paths)),
        "/feed/": rss(paths),
        "/robots.txt": Reply("User-agent: *\nDisallow: /2025/07/01/story-a/\n", media=TEXT),
    }
    with Site(answers) as site:
        found = look(site)
        assert paths[0] not in site.paths()
    assert "robots.txt disallows 1 of 6 articles" in words(found)


def test_an_edition_on_another_site_is_none_of_ours() -> None:
    extra = '<link rel="alternate" hreflang="fr" href="https://fr.post.example/">'
    with Site({"/": page("<p>Good day</p>", extra=extra)}) as site:
        found = look(site)
    assert [edition.language for edition in found.editions] == ["en"]


def test_addresses_that_differ_in_their_query_alone_are_said_to_be_out_of_reach() -> None:
    paths = [f"/story.php?id={number}" for number in NUMBERS]
    with Site({"/": page(links(paths)), "/feed/": rss(paths)}) as site:
        found = look(site)
    assert "differ in their query alone" in words(found)


@pytest.mark.parametrize("home", [page("<p>Good day</p>"), page(links(["/about/", "/shop/"]))])
def test_a_site_without_articles_has_no_pattern_and_no_layout(home: str) -> None:
    with Site({"/": home}) as site:
        found = look(site)
    assert found.pattern is None
    assert found.layouts == ()
    assert draft(found, "x").article == ANYTHING
