"""The page on methods, which the archive writes itself: `/methods`, `/methods.json`; `/about` is the same page."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from typing import Any

from datasette import hookimpl
from datasette.utils.asgi import Response

from scraper.publish.articles.past import in_words
from scraper.publish.kept import kept
from scraper.publish.methods import Methods, as_json, methods


@hookimpl  # type: ignore[untyped-decorator]
def register_routes() -> Sequence[tuple[str, Callable[..., Awaitable[Response]]]]:
    """Both forms of the page, and its former address."""
    return [(r"^/(?:methods|about)$", page), (r"^/methods\.json$", data)]


async def page(request: Any, datasette: Any) -> Response:
    """For readers."""
    await datasette.ensure_permissions(request.actor, ["view-instance"])
    values = {
        "metadata": datasette.metadata(),
        "told": await _told(datasette),
        "in_words": in_words,
        "here": datasette.absolute_url(request, datasette.urls.instance()),
    }
    html = await datasette.render_template("methods.html", values, request=request, view_name="methods")
    return Response.html(html, headers={"Cache-Control": "no-cache"})


async def data(request: Any, datasette: Any) -> Response:
    """For machines."""
    await datasette.ensure_permissions(request.actor, ["view-instance"])
    return Response.json(as_json(await _told(datasette)), headers={"Cache-Control": "no-cache"})


async def _told(datasette: Any) -> Methods:
    archive = kept(datasette)
    return await archive.get("methods", lambda: archive.database.execute_fn(methods))
