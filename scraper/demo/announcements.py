"""How the paper announces its articles to machines: robots.txt, sitemaps and feeds."""

import re
from datetime import UTC, datetime
from email.utils import format_datetime
from html import escape

from scraper.demo.body import excerpt
from scraper.demo.editions import edition
from scraper.demo.markup import ADDRESS
from scraper.demo.posts import Post, announced, home
from scraper.demo.shelves import Shelf
from scraper.demo.stories import LANGUAGES

IN_A_SITEMAP = 25
IN_A_FEED = 10
_LASTMOD = re.compile(r"<lastmod>([^<]+)</lastmod>")
OFF_SITE = "https://elsewhere.example/2025/03/03/a-guest-column/"  # in a sitemap, as happens
ABOUT_WRITTEN = datetime(2025, 3, 1, 9, tzinfo=UTC)
ROBOTS = f"""User-agent: *
Disallow: /wp-admin/
Disallow: /search/

Sitemap: {ADDRESS}/sitemap_index.xml
"""


def sitemap_index(day: int) -> str:
    """The list of the other sitemaps, with the newest change in each of those that hold articles."""
    entries = []
    for name, sitemap in post_sitemaps(day).items():
        newest = max(_LASTMOD.findall(sitemap), key=datetime.fromisoformat)
        entries.append(f"<sitemap><loc>{ADDRESS}{name}</loc><lastmod>{newest}</lastmod></sitemap>")
    entries.append(f"<sitemap><loc>{ADDRESS}/page-sitemap.xml</loc></sitemap>")
    space = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
    return _xml(f"<sitemapindex {space}>", *entries, "</sitemapindex>")


def post_sitemaps(day: int) -> dict[str, str]:
    """The sitemaps of articles by their paths, oldest articles first, all editions together."""
    entries = [f"<url><loc>{OFF_SITE}</loc></url>", *map(_entry, reversed(announced(day, "sitemap")))]
    parts = [entries[start : start + IN_A_SITEMAP] for start in range(0, len(entries), IN_A_SITEMAP)]
    return {f"/post-sitemap{number}.xml": _urlset(part) for number, part in enumerate(parts, 1)}


def page_sitemap() -> str:
    """The sitemap of what is no article."""
    paths = [*map(home, LANGUAGES), "/about/"]
    return _urlset([f"<url><loc>{ADDRESS}{path}</loc></url>" for path in paths])


def feed(shelf: Shelf, number: int) -> str:
    """One page of an RSS 2.0 feed, counted from 1; nothing past the last."""
    posts = shelf.posts[(number - 1) * IN_A_FEED : number * IN_A_FEED]
    if not posts:
        return ""
    newest = max(post.modified for post in shelf.posts)
    spaces = (
        'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:atom="http://www.w3.org/2005/Atom" '
        'xmlns:sy="http://purl.org/rss/1.0/modules/syndication/"'
    )
    return _xml(
        f'<rss version="2.0" {spaces}>',
        "<channel>",
        f"<title>{escape(shelf.heading)}</title>",
        f'<atom:link href="{ADDRESS}{shelf.path}feed/" rel="self" type="application/rss+xml"/>',
        f"<link>{ADDRESS}{shelf.path}</link>",
        f"<description>{escape(edition(shelf.language).tagline)}</description>",
        f"<lastBuildDate>{_utc(newest)}</lastBuildDate>",
        f"<language>{shelf.language}</language>",
        "<sy:updatePeriod>hourly</sy:updatePeriod>",
        *map(_item, posts),
        "</channel>",
        "</rss>",
    )


def _entry(post: Post) -> str:
    alternates = "".join(
        f'<xhtml:link rel="alternate" hreflang="{language}" href="{ADDRESS}{path}"/>'
        for language, path in post.alternates.items()
    )
    changed = f"<lastmod>{post.modified.isoformat()}</lastmod>"
    return f"<url><loc>{ADDRESS}{post.path}</loc>{changed}{alternates}</url>"


def _urlset(entries: list[str]) -> str:
    spaces = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:xhtml="http://www.w3.org/1999/xhtml"'
    return _xml(f"<urlset {spaces}>", *entries, "</urlset>")


def _item(post: Post) -> str:
    names = [f"<dc:creator>{escape(name)}</dc:creator>" for _, name in post.authors]
    terms = [f"<category>{escape(name)}</category>" for _, name in (*post.sections, *post.tags)]
    return "\n".join(
        [
            "<item>",
            f"<title>{escape(post.version.title)}</title>",
            f"<link>{ADDRESS}{post.path}</link>",
            *names,
            f"<pubDate>{_utc(post.published)}</pubDate>",
            *terms,
            f'<guid isPermaLink="false">{ADDRESS}/?p={post.number}</guid>',
            f"<description>{escape(excerpt(post))}</description>",
            "</item>",
        ]
    )


def _utc(moment: datetime) -> str:
    return format_datetime(moment.astimezone(UTC))


def _xml(*lines: str) -> str:
    return "\n".join(['<?xml version="1.0" encoding="UTF-8"?>', *lines, ""])
