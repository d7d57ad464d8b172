"""Answers that are not what was asked for, in our dress: what happened, and the next step."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

from datasette import Response, hookimpl

from scraper.publish.troubles import Trouble, closed, trouble


@hookimpl  # type: ignore[untyped-decorator]
def handle_exception(datasette: Any, request: Any, exception: Exception) -> Callable[[], Awaitable[Response]]:
    """Any page that failed. Of a bug, the reader sees that there is one, and the log has the rest."""
    return lambda: _answer(datasette, request, trouble(exception, request))


@hookimpl  # type: ignore[untyped-decorator]
def forbidden(datasette: Any, request: Any, message: str) -> Callable[[], Awaitable[Response]]:
    """A page that is closed."""
    return lambda: _answer(datasette, request, closed(message))


async def _answer(datasette: Any, request: Any, told: Trouble) -> Response:
    headers = {} if told.wait is None else {"Retry-After": str(told.wait)}
    said = {"ok": False, "error": told.error, "status": told.status, "title": told.title}
    if told.next_step:
        said["next_step"] = told.next_step
    path = request.path.split("?")[0]
    if path.endswith(".json"):
        return Response.json(said, status=told.status, headers=headers)
    if path.endswith(".csv"):
        return Response.text(f"{told.error}\n{told.next_step}\n", status=told.status, headers=headers)
    page = await datasette.render_template(
        "error.html", {**said, "next_step": told.next_step, "asked": told.asked}, request=request
    )
    return Response.html(page, status=told.status, headers=headers)
