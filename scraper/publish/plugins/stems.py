"""Makes the site's search find a word in its other forms; also the functions of search for one's own SQL."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, MutableMapping
from sqlite3 import Connection
from typing import Any
from urllib.parse import unquote_plus

from datasette import hookimpl
from datasette.filters import FilterArguments

from scraper.archive import search

Message = MutableMapping[str, Any]
App = Callable[[Message, Any, Any], Awaitable[None]]


@hookimpl(trylast=True)  # type: ignore[untyped-decorator]
def prepare_connection(conn: Connection) -> None:
    """Adds the functions; last, because Datasette's own `escape_fts` would replace ours."""
    search.install(conn)


@hookimpl  # type: ignore[untyped-decorator]
def filters_from_request(request: Any, table: str) -> Any:
    """Of a table's search for =exact words, what the index cannot tell: whether they stand there in that form."""
    asked = [words for key in request.args if key.startswith("_search") for words in request.args.getlist(key)]
    wanted = [words for words in asked if not search.exactly(words)] if table == "articles" else []
    return FilterArguments(
        where_clauses=[f"exactly(:exact_{number}, title, lead, body)" for number, _ in enumerate(wanted)],
        params={f"exact_{number}": words for number, words in enumerate(wanted)},
    )


@hookimpl  # type: ignore[untyped-decorator]
def asgi_wrapper() -> Callable[[App], App]:
    """Takes `_searchmode=raw` for ordinary search: that knows the same signs, and no typing error is an error page."""

    def wrap(app: App) -> App:
        async def wrapped(scope: Message, receive: Any, send: Any) -> None:
            asked: bytes = scope.get("query_string") or b""
            if b"searchmode" in asked:
                kept = [part for part in asked.split(b"&") if not _raw(part)]
                scope = {**scope, "query_string": b"&".join(kept)}
            await app(scope, receive, send)

        return wrapped

    return wrap


def _raw(part: bytes) -> bool:
    return unquote_plus(part.decode("latin-1")) == "_searchmode=raw"
