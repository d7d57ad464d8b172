"""The plots of ready questions: on their pages, all together at `/plots`, and each as a file at `/plots/NAME.svg`."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, Mapping, MutableMapping, Sequence
from sqlite3 import DatabaseError
from typing import Any
from urllib.parse import urlencode

from datasette import hookimpl
from datasette.database import QueryInterrupted
from datasette.utils.asgi import NotFound, Response

from scraper.publish.editions import editions
from scraper.publish.kept import kept
from scraper.publish.plots import Figure, declared, document, figure

_ALONE = b"default-src 'none'; sandbox"  # a drawing that is opened by itself may do nothing
_POLICY = b"content-security-policy"
_DRAWING = re.compile(r"/plots/\w+\.svg$")

Message = MutableMapping[str, Any]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Message, Callable[[], Awaitable[Message]], Send], Awaitable[None]]


@hookimpl  # type: ignore[untyped-decorator]
def extra_template_vars(datasette: Any) -> Mapping[str, object]:
    """For the page of a query: `plot(metadata, columns, rows)`, its figure or None; for others, `drawn(name)`."""

    def drawing_url(request: Any, name: str) -> str:
        asked = f"?{request.query_string}" if request.query_string else ""
        return f"{datasette.urls.path(f'plots/{name}.svg')}{asked}"

    async def drawn(name: str) -> Figure | None:
        """The figure of a ready question with nothing filled in, kept; None if there are no rows."""
        archive = kept(datasette)
        query = (await datasette.get_canned_queries(archive.name, None))[name]

        async def make() -> Figure | None:
            args = dict.fromkeys(query.get("params", ()), "")
            results = await archive.database.execute(query["sql"], args, truncate=True)
            return plot(query, results.columns, results.rows)

        return await archive.get(("drawn", name), make)

    return {"plot": plot, "drawing_url": drawing_url, "drawn": drawn}


def plot(about: Mapping[str, Any], columns: Sequence[str], rows: Sequence[Any]) -> Figure | None:
    """A query's rows as the figure that is declared beside it; None if none is, or there are no rows."""
    if not about.get("plot") or not rows:
        return None
    return figure(declared(about["plot"]), about["title"], columns, [tuple(row) for row in rows], key="plot")


@hookimpl  # type: ignore[untyped-decorator]
def register_routes() -> Sequence[tuple[str, Callable[..., Awaitable[Response]]]]:
    """The page of all plots, and each as a file."""
    return [(r"^/plots$", every_plot), (r"^/plots/(?P<name>\w+)\.svg$", drawing)]


async def every_plot(request: Any, datasette: Any) -> Response:
    """All plots with a sentence each, of one edition if the reader chose one."""
    await datasette.ensure_permissions(request.actor, ["view-instance"])
    archive = kept(datasette)
    queries = await datasette.get_canned_queries(archive.name, request.actor)
    asked = request.args.get("edition") or ""
    known = await archive.get("editions", lambda: archive.database.execute_fn(editions))
    entries = [
        {
            "name": query["name"],
            "title": query["title"],
            "says": declared(query["plot"]).says or query["description"],
            "args": f"?{urlencode({'edition': asked})}" if asked and "edition" in query.get("params", ()) else "",
            "every": bool(asked) and "edition" not in query.get("params", ()),
        }
        for query in queries.values()
        if query.get("plot")
    ]
    about = datasette.metadata()
    values = {"metadata": about, "entries": entries, "asked": asked, "known": sorted({row["edition"] for row in known})}
    return Response.html(await datasette.render_template("plots.html", values, request=request))


async def drawing(request: Any, datasette: Any) -> Response:
    """One plot as a file of its own, with the parameters of its query.

    `_narrow` draws it for a phone, `_dark` for a dark page.
    """
    await datasette.ensure_permissions(request.actor, ["view-instance"])
    archive = kept(datasette)
    queries = await datasette.get_canned_queries(archive.name, request.actor)
    query = queries.get(request.url_vars["name"])
    if not query or not query.get("plot"):
        raise NotFound(f"There is no plot called {request.url_vars['name']}; /plots has all of them.")
    args = {each: request.args.get(each) or "" for each in query.get("params", ())}
    size = {"narrow": "_narrow" in request.args, "dark": "_dark" in request.args}

    async def make() -> str:
        async with archive.one:
            results = await archive.database.execute(query["sql"], args, truncate=True)
        source = _source(datasette.metadata("title"), f"{archive.name}/{query['name']}", args)
        if results.truncated:
            source = f"Only the first {len(results.rows):,} rows of the query are drawn. {source}"
        rows = [tuple(row) for row in results.rows]
        return document(declared(query["plot"]), query["title"], source, results.columns, rows, **size)

    try:
        text = await archive.get(("plot", query["name"], *size.values(), *args.items()), make)
    except QueryInterrupted:
        return Response.text("This plot takes too long; choose an edition, or fewer days.\n", status=503)
    except DatabaseError as error:
        return Response.text(f"This plot cannot be drawn so: {error}.\n", status=400)
    return Response(text, content_type="image/svg+xml; charset=utf-8", headers={"Cache-Control": "no-cache"})


def _source(title: str | None, query: str, args: Mapping[str, str]) -> str:
    """Where a drawing's numbers are from, for who meets it elsewhere."""
    filled = ", ".join(f"{name} {value}" for name, value in args.items() if value)
    return f"{title or 'News archive'}: {query}" + (f" ({filled})" if filled else "")


@hookimpl(trylast=True)  # type: ignore[untyped-decorator]
def asgi_wrapper() -> Callable[[App], App]:
    """Around all others: a drawing keeps the policy of its own."""

    def wrap(app: App) -> App:
        async def wrapped(scope: Message, receive: Callable[[], Awaitable[Message]], send: Send) -> None:
            async def send_alone(message: Message) -> None:
                if message["type"] == "http.response.start":
                    kept_ = [pair for pair in message.get("headers", []) if pair[0].lower() != _POLICY]
                    message = {**message, "headers": [*kept_, (_POLICY, _ALONE)]}
                await send(message)

            alone = scope["type"] == "http" and _DRAWING.search(scope.get("path", ""))
            await app(scope, receive, send_alone if alone else send)

        return wrapped

    return wrap
