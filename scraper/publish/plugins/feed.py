"""The archive's news as an Atom feed: `/feed.atom?edition=&language=&q=&what=`, so that a search is a feed too."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, Sequence
from datetime import UTC, datetime
from email.utils import format_datetime, parsedate_to_datetime
from hashlib import sha256
from sqlite3 import Connection, OperationalError
from typing import Any
from urllib.parse import urlencode

from datasette import hookimpl
from datasette.utils import sqlite_timelimit
from datasette.utils.asgi import Response

from scraper.publish.feed import Head, feed, updated
from scraper.publish.kept import kept
from scraper.publish.news import WHAT, News, Wanted, news

_PAGE = 50  # entries
_ASKED = ("edition", "language", "q", "what")
_BEFORE = re.compile(r"(\d{4}-\d\d-\d\dT[0-9:.]+Z),(\d{1,16}),(\d{1,9})")
_WORDS = 500  # characters


@hookimpl  # type: ignore[untyped-decorator]
def register_routes() -> Sequence[tuple[str, Callable[..., Awaitable[Response]]]]:
    """The feed."""
    return [(r"^/feed\.atom$", atom)]


async def atom(request: Any, datasette: Any) -> Response:
    """The feed as asked for: 304 for who has it already, 400 for what it cannot be asked."""
    await datasette.ensure_permissions(request.actor, ["view-instance"])
    asked = {name: value for name in _ASKED if (value := (request.args.get(name) or "").strip())}
    before = _BEFORE.fullmatch(request.args.get("before") or "")
    if asked.get("what", "new") not in WHAT:
        return Response.text(f"what is {', '.join(WHAT)}, or left out.\n", status=400)
    if request.args.get("before") and not before:
        return Response.text("before is the place that a feed's next page names.\n", status=400)
    wanted = Wanted(
        edition=asked.get("edition", ""),
        language=asked.get("language", ""),
        words=asked.get("q", "")[:_WORDS],
        what=(asked["what"],) if "what" in asked else WHAT,
        **({"before": (before[1], int(before[2]), int(before[3]))} if before else {}),
    )
    archive = kept(datasette)
    patience = datasette.setting("sql_time_limit_ms")

    def read(connection: Connection) -> tuple[News, ...]:
        with sqlite_timelimit(connection, patience):
            return news(connection, wanted, _PAGE + 1)

    try:
        found = await archive.get(("feed", wanted), lambda: archive.database.execute_fn(read))
    except OperationalError as error:
        if str(error) != "interrupted":
            raise
        return Response.text("These words take too long; ask for fewer, or for one edition.\n", status=503)
    shown = found[:_PAGE]
    body = feed(
        _head(request, datasette, asked, shown if len(found) > _PAGE else ()), shown, _addresses(request, datasette)
    )
    etag = f'"{sha256(body).hexdigest()[:32]}"'
    latest = updated(shown)
    headers = {"ETag": etag, "Cache-Control": "no-cache"}
    if latest:
        moment = datetime.fromisoformat(latest).astimezone(UTC).replace(microsecond=0)
        headers["Last-Modified"] = format_datetime(moment, usegmt=True)
        if _has(request.headers, etag, moment):
            return Response("", status=304, headers=headers)
    return Response(body, headers=headers, content_type="application/atom+xml; charset=utf-8")


def _has(headers: Any, etag: str, moment: datetime) -> bool:
    """Whether the reader has this very feed: by its ETag if one is sent, else by the time of the latest entry."""
    if tags := headers.get("if-none-match"):
        return tags.strip() == "*" or etag in (tag.strip().removeprefix("W/") for tag in tags.split(","))
    try:
        since = parsedate_to_datetime(headers.get("if-modified-since") or "")
    except ValueError:
        return False
    return since.tzinfo is not None and moment <= since


def _head(request: Any, datasette: Any, asked: dict[str, str], more_after: Sequence[News]) -> Head:
    site = datasette.metadata("title") or "News archive"
    following = None
    if more_after:
        place = ",".join(map(str, more_after[-1].place))
        following = _absolute(request, datasette, "feed.atom", {**asked, "before": place})
    own = dict(asked)
    if request.args.get("before"):
        own["before"] = request.args.get("before")
    return Head(
        title=f"{site}: {', '.join(asked.values())}" if asked else site,
        site=site,
        address=_absolute(request, datasette, "feed.atom", own),
        home=_absolute(request, datasette, "", {}),
        following=following,
        keys=urlencode(asked),
    )


def _addresses(request: Any, datasette: Any) -> Callable[[int], str]:
    name = kept(datasette).name
    return lambda article: datasette.absolute_url(request, datasette.urls.row(name, "articles", str(article)))


def _absolute(request: Any, datasette: Any, path: str, asked: dict[str, str]) -> str:
    address = datasette.absolute_url(request, datasette.urls.path(path))
    return f"{address}?{urlencode(asked)}" if asked else address
