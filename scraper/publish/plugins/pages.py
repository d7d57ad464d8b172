"""What our templates need beyond what Datasette gives them."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from sqlite3 import Row
from typing import Any

from datasette import hookimpl

from scraper.publish.holdings import Holdings, editions, holdings

_CHOICES = frozenset({"_col", "_nocol", "_all"})  # arguments by which a reader says which columns to show


@hookimpl  # type: ignore[untyped-decorator]
def extra_template_vars(
    template: str, database: str | None, table: str | None, view_name: str, request: Any, datasette: Any
) -> Callable[[], Awaitable[dict[str, object]]]:
    """What the archive holds, for every template; what a list or row is shown with, for those."""

    async def found() -> dict[str, object]:
        name = "archive" if "archive" in datasette.databases else next(n for n in datasette.databases if n[0] != "_")
        values: dict[str, object] = {"archive": name, "site": datasette.metadata("title")}
        file = datasette.get_database(name)

        async def read_holdings() -> Holdings:
            value: Holdings = await file.execute_fn(holdings)
            return value

        async def read_editions() -> Sequence[Row]:
            value: Sequence[Row] = await file.execute_fn(editions)
            return value

        values |= {"holdings": read_holdings, "editions": read_editions}
        if view_name == "index":
            queries = await datasette.get_canned_queries(name, request.actor if request else None)
            values["queries"] = list(queries.values())
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


def columns_shown(columns: Sequence[Mapping[str, Any]], listed: Sequence[str]) -> list[Mapping[str, Any]]:
    """The columns of a list, in the order in which a reader wants them; all of them if `listed` is empty."""
    by_name = {column["name"]: column for column in columns if column["name"] != "Link"}  # a second way to the row
    return [by_name[name] for name in listed if name in by_name] or list(by_name.values())
