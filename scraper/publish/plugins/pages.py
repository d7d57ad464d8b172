"""What our templates need beyond what Datasette gives them."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from sqlite3 import Row
from typing import Any

from datasette import hookimpl
from datasette.utils.asgi import Response

from scraper.publish.articles.past import in_words
from scraper.publish.editions import editions
from scraper.publish.holdings import Holdings, holdings
from scraper.publish.kept import kept
from scraper.publish.metadata import questions
from scraper.publish.topics import topics

_CHOICES = frozenset({"_col", "_nocol", "_all"})  # arguments by which a reader says which columns to show


@hookimpl  # type: ignore[untyped-decorator]
def extra_template_vars(
    template: str, database: str | None, table: str | None, view_name: str, request: Any, datasette: Any
) -> Callable[[], Awaitable[dict[str, object]]]:
    """What the archive holds, for every template; what a list or row is shown with, for those."""

    async def found() -> dict[str, object]:
        kept_ = kept(datasette)
        name, file = kept_.name, kept_.database
        values: dict[str, object] = {"archive": name, "site": datasette.metadata("title")}

        async def read_holdings() -> Holdings:
            return await kept_.get("holdings", lambda: file.execute_fn(holdings))

        async def read_editions() -> Sequence[Row]:
            found: Sequence[Row] = await kept_.get("editions", lambda: file.execute_fn(editions))
            return found

        values |= {"holdings": read_holdings, "editions": read_editions}
        if view_name == "index":
            queries = await datasette.get_canned_queries(name, request.actor if request else None)
            values |= {"topics": topics(questions(), queries), "in_words": in_words}
        if table and view_name in ("table", "row"):
            about = dict(datasette.table_metadata(database, table))
            datasette.update_with_inherited_metadata(about)
            values["notes"] = about.pop("columns", {})  # folded away by our template, not on top of the page
            values["metadata"] = about
            chosen = not _CHOICES.isdisjoint(request.args if request else ())
            values["listed"] = () if chosen else tuple(about.get("listed", ()))
            values["columns_shown"] = columns_shown
        return values

    return found


@hookimpl  # type: ignore[untyped-decorator]
def register_routes() -> Sequence[tuple[str, Callable[..., Awaitable[Response]]]]:
    """The first page, ours: Datasette's asks of each table whether it may be seen, which costs ten times as much."""
    return [(r"^/$", first_page)]


async def first_page(request: Any, datasette: Any) -> Response:
    """What the archive holds."""
    await datasette.ensure_permissions(request.actor, ["view-instance"])
    values = {"metadata": datasette.metadata()}
    return Response.html(
        await datasette.render_template("index.html", values, request=request, view_name="index"),
        headers={"Cache-Control": "no-cache"},
    )


def columns_shown(columns: Sequence[Mapping[str, Any]], listed: Sequence[str]) -> list[Mapping[str, Any]]:
    """The columns of a list, in the order in which a reader wants them; all of them if `listed` is empty."""
    by_name = {column["name"]: column for column in columns if column["name"] != "Link"}  # a second way to the row
    return [by_name[name] for name in listed if name in by_name] or list(by_name.values())
