"""CSV of a table, a ready question or one's own SQL has every row, or says that it has not.

Datasette gives a page of a table, and the first 5,000 rows of a query, without a word. Here it still
decides who may see what, and what an address means; only the rows are read and sent by ourselves.
A page that is asked for (`_size=100`, `_next=…`) is Datasette's own reply.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from typing import Any
from urllib.parse import parse_qsl, urlencode

from datasette import hookimpl
from datasette.database import Results
from datasette.utils import InvalidSql, tilde_decode
from datasette.utils.asgi import Request
from datasette.views.base import DatasetteError
from datasette.views.database import DatabaseView
from datasette.views.table import TableView

from scraper.publish.download import Download, Interrupted, Limit, Wanted

_PATIENCE = 10  # times the limit of one's own SQL: what a table's or ready question's batch may take
_END = " limit 1"  # of the SQL that Datasette makes for a page of no rows
_READING = ("GET", "HEAD")
_PAGED = ("_size", "_stream", "_nofacet", "_nocount")


@hookimpl  # type: ignore[untyped-decorator]
def register_routes() -> list[tuple[str, Any]]:
    """The addresses that end in .csv; they stand before Datasette's own."""
    return [
        (r"/(?!-/)(?P<database>[^\/\.]+)\.(?P<format>csv)$", _of_query),
        (r"/(?!-/)(?P<database>[^\/\.]+)/(?P<table>[^\/\.]+)\.(?P<format>csv)$", _of_table),
    ]


def limit(datasette: Any) -> Limit:
    """Where every download of this site ends, with a notice; set by `plugins: downloads: {rows, bytes}` in metadata."""
    found = datasette.plugin_config("downloads") or {}
    return Limit(found.get("rows"), found.get("bytes"))


async def _of_query(request: Any, datasette: Any) -> Any:
    """`/archive.csv?sql=…`: everybody's own SQL, as long as it may take."""
    if request.method not in _READING or not request.args.get("sql") or _public(datasette):
        return await DatabaseView(datasette).dispatch_request(request)
    asking = _Asking(datasette)
    await _ask(DatabaseView(asking), request)
    name, milliseconds = request.url_vars["database"], _milliseconds(datasette, request)
    wanted = Wanted(*asking.asked, name=name, step=milliseconds, total=milliseconds, most=_most(request))
    return await _begin(request, datasette, wanted)


async def _of_table(request: Any, datasette: Any) -> Any:
    """`/archive/NAME.csv`: a table, a view or a ready question."""
    database, name = (tilde_decode(request.url_vars[part]) for part in ("database", "table"))
    ready = database in datasette.databases and await datasette.get_canned_query(database, name, request.actor)
    sized = request.args.get("_size") not in (None, "", "max") and not request.args.get("_stream")
    paged = sized or request.args.get("_next")
    if request.method not in _READING or (paged and not ready) or not datasette.setting("allow_csv_stream"):
        return await TableView(datasette).dispatch_request(request)
    if ready and _public(datasette):
        return await TableView(datasette).dispatch_request(request)
    asking = _Asking(datasette)
    data = await _ask(TableView(asking), _without_rows(request))
    step = _milliseconds(datasette, request) * (1 if _public(datasette) else _PATIENCE)
    if ready:
        wanted = Wanted(*asking.asked, name=name, step=step, total=None, most=_most(request))
        return await _begin(request, datasette, wanted)
    sql = data["query"]["sql"]
    if not sql.endswith(_END):
        raise DatasetteError("This list cannot be given as CSV.", status=500)

    async def labels(column: str, values: Sequence[object]) -> Mapping[object, object]:
        known = await datasette.expand_foreign_keys(data["database"], name, column, values)
        return {value: label for (_, value), label in known.items()}

    wanted = Wanted(sql.removesuffix(_END), data["query"]["params"], name=name, step=step, total=None, sure=True)
    return await _begin(request, datasette, replace(wanted, labelled=tuple(data["expanded_columns"]), labels=labels))


class _Asking:
    """Datasette, but for a query's rows: what would be asked for is noted instead."""

    def __init__(self, datasette: Any) -> None:
        self._datasette = datasette
        self.asked: tuple[str, Mapping[str, object]] = ("", {})

    def __getattr__(self, name: str) -> Any:
        return getattr(self._datasette, name)

    async def execute(self, _database: str, sql: str, params: Mapping[str, object], **_: object) -> Any:
        """No rows."""
        self.asked = (sql, params)
        return Results([], False, ())


async def _ask(view: Any, request: Any) -> Mapping[str, Any]:
    """What Datasette would show. Raises what it answers to those who may not see it, or ask so."""
    await view.ds.refresh_schemas()
    with _told():
        found: Mapping[str, Any] = (await view.data(request))[0]
    return found


async def _begin(request: Any, datasette: Any, wanted: Wanted) -> Download:
    database = datasette.get_database(route=tilde_decode(request.url_vars["database"]))
    connection = database.connect()
    datasette._prepare_connection(connection, database.name)

    def close() -> None:
        connection.close()
        if connection in database._all_file_connections:  # which it would keep for ever
            database._all_file_connections.remove(connection)

    wanted = replace(
        wanted,
        limit=limit(datasette),
        header=request.args.get("_header") != "off",
        attachment=bool(request.args.get("_dl")),
        anywhere=datasette.cors,
    )
    if request.method == "HEAD":
        wanted = replace(wanted, most=0, header=False)
    download = Download(connection, close, request.receive, wanted)
    with _told():
        await download.begin()
    return download


@contextmanager
def _told() -> Iterator[None]:
    """What a reader is told of a query that fails before the first row."""
    try:
        yield
    except (sqlite3.Error, InvalidSql) as error:
        raise DatasetteError(str(error), title="Invalid SQL", status=400) from error
    except Interrupted as error:
        raise DatasetteError(f"{str(error).capitalize()}.", title="SQL Interrupted", status=400) from error


def _without_rows(request: Any) -> Any:
    """The same request, for a page of no rows, no counts and no facets."""
    kept = [(key, value) for key, value in parse_qsl(request.query_string, True) if key not in _PAGED]
    asked = urlencode([*kept, ("_size", "0"), ("_nofacet", "1"), ("_nocount", "1")])
    return Request({**request.scope, "query_string": asked.encode("latin-1")}, request.receive)


def _most(request: Any) -> int | None:
    """How many rows of a query are asked for; None: all."""
    size = request.args.get("_size") or ""
    return int(size) if size.isascii() and size.isdigit() else None


def _public(datasette: Any) -> bool:
    """Whether strangers ask: their queries are answered by processes of their own, whole or not at all."""
    return getattr(datasette, "public", None) is not None


def _milliseconds(datasette: Any, request: Any) -> int:
    asked = request.args.get("_timelimit") or ""
    most: int = datasette.setting("sql_time_limit_ms")
    return min(int(asked), most) if asked.isascii() and asked.isdigit() else most
