"""What can go wrong at a newspaper, as changes of its answers."""

from __future__ import annotations

import re

from .front import ARTICLE, Reply

_ENTRY = re.compile(r"<url>.*?</url>", re.S)
_ITEM = re.compile(r"<item>.*?</item>", re.S)
_RUSSIAN = re.compile(r'href="[^"]*/ru/\d{4}/[^"]*"')
_NAMES = re.compile(
    r'<a[^>]*(rel="author"|/author/)[^>]*>.*?</a>,?|"author": \[.*?\], |(Author|Auteur|Автор)\s?:', re.S
)
_BLOCK = re.compile(r"<(p|h2|li|blockquote)\b.*?</\1>", re.S)
_CHANGED = "</loc><lastmod>2026-01-01T00:00:00Z</lastmod></sitemap>"
_WALL = "<!doctype html><html><body><h1>Sign in</h1><p>Please sign in to read on.</p></body></html>"


def without_russian(path: str, reply: Reply) -> Reply:
    """No sitemap, feed or listing names an article in Russian; those that are known still answer."""
    status, text = reply
    if "sitemap" in path:
        return status, _ENTRY.sub(lambda entry: "" if "/ru/" in entry[0].split("</loc>")[0] else entry[0], text)
    if ARTICLE.fullmatch(path):
        return reply
    return status, _RUSSIAN.sub('href="#"', _ITEM.sub("", text) if path.startswith("/ru/feed/") else text)


def without_feeds(path: str, reply: Reply) -> Reply:
    """Feeds are not found."""
    return (404, "<h1>Not found</h1>") if "/feed/" in path else reply


def with_an_empty_feed(path: str, reply: Reply) -> Reply:
    """The French feed answers as always, and names nothing."""
    return (reply[0], _ITEM.sub("", reply[1])) if path.startswith("/fr/feed/") else reply


def with_half_sitemaps(path: str, reply: Reply) -> Reply:
    """The second half of each sitemap is missing; they still end as they should."""
    entries = _ENTRY.findall(reply[1])
    text = reply[1]
    for entry in entries[len(entries) // 2 :]:
        text = text.replace(entry, "")
    return reply[0], text


def with_dated_half_sitemaps(path: str, reply: Reply) -> Reply:
    """The same, and the index says that each of them changed."""
    status, text = with_half_sitemaps(path, reply)
    return status, re.sub("</loc>(<lastmod>.*?</lastmod>)?</sitemap>", _CHANGED, text)


def with_a_wall(path: str, reply: Reply) -> Reply:
    """Every French article is behind a wall."""
    return (200, _WALL) if ARTICLE.fullmatch(path) and path.startswith("/fr/") else reply


def with_errors(path: str, reply: Reply) -> Reply:
    """Every French article is answered by 503."""
    return (503, "<h1>Busy</h1>") if ARTICLE.fullmatch(path) and path.startswith("/fr/") else reply


def with_nothing_but_errors(path: str, reply: Reply) -> Reply:
    """Every article is answered by 503."""
    return (503, "<h1>Busy</h1>") if ARTICLE.fullmatch(path) else reply


def with_gone_articles(path: str, reply: Reply) -> Reply:
    """Every French article is gone."""
    return (410, "<h1>Gone</h1>") if ARTICLE.fullmatch(path) and path.startswith("/fr/") else reply


def without_authors(path: str, reply: Reply) -> Reply:
    """No page says any more who wrote it; the days stay."""
    return (reply[0], _NAMES.sub("", reply[1])) if ARTICLE.fullmatch(path) else reply


def with_beginnings_only(path: str, reply: Reply) -> Reply:
    """Of each article only the first paragraph is on its page."""
    head, mark, body = reply[1].partition('-content">')
    first = next((block for block in _BLOCK.finditer(body) if block[0].startswith(("<p>", "<p style"))), None)
    if not ARTICLE.fullmatch(path) or not first:
        return reply
    return reply[0], head + mark + body[: first.end()] + _BLOCK.sub("", body[first.end() :])
