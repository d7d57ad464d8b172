"""What the WordPress REST API announces: a page of posts, the last changed first."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping

from scraper.crawl.sources import Announced, Found
from scraper.records import Capture

PER_PAGE = 100  # the most that WordPress gives
# By the time of change, so that an edit of an old post stands on the first page too.
QUERY = f"per_page={PER_PAGE}&orderby=modified&order=desc&_fields=id,link,date_gmt,modified_gmt,status"


def read_rest(source: Capture) -> Announced:
    """The addresses of one page of posts, with the time each was last changed (UTC).

    How many pages there are, the header X-WP-TotalPages says. An answer that is no list of posts
    says so.
    """
    try:
        posts = json.loads(source.body)
    except (ValueError, RecursionError) as error:
        return Announced(problem=f"not JSON: {error}")
    if not isinstance(posts, list):
        return Announced(problem="not a list of posts")
    root = source.url.partition("/wp-json/")[0]
    found = [
        Found(link, _changed(post), alias=f"{root}/?p={post['id']}" if isinstance(post.get("id"), int) else None)
        for post in posts
        if isinstance(post, dict) and (link := _text(post.get("link")))
    ]
    problem = None if len(found) == len(posts) else f"{len(posts) - len(found)} posts without an address"
    return Announced(tuple(found), problem=problem)


def _changed(post: Mapping[str, object]) -> str | None:
    stated = _text(post.get("modified_gmt"))
    return f"{stated}Z" if stated else None


def _text(value: object) -> str | None:
    """A text that can be stored; JSON can have half a character (`"\\ud800"`), which cannot."""
    if not isinstance(value, str):
        return None
    try:
        value.encode()
    except UnicodeEncodeError:
        return None
    return value


def pages(source: Capture) -> int:
    """How many pages of posts there are, as the header says; 1 if it says nothing."""
    stated = source.header("X-WP-TotalPages") or ""
    return int(stated[:12]) if re.fullmatch(r"[0-9]+", stated) else 1  # of more digits none is believed anyway
