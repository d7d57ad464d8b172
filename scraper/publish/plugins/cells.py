"""How a value looks in a table: addresses and keys as links, search hits marked, all else as text."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from datasette import hookimpl
from markupsafe import Markup, escape

_ROWS_OF = {  # columns that name a row without a foreign key
    "version_id": "versions",
    "before": "versions",
    "after": "versions",
    "capture_id": "captures",
    "revisit_of": "captures",
    "moved_to": "articles",
    "author_id": "authors",
}
_SHOWN = 80  # characters of an address
_OPEN, _CLOSE = "⟦", "⟧"  # around the words found, as the search query writes them


@hookimpl  # type: ignore[untyped-decorator]
def render_cell(row: Any, value: object, column: str, table: str | None, database: str, datasette: Any) -> Markup | None:
    """The value as HTML; None leaves it to Datasette, which escapes it."""
    if value is None or isinstance(value, Mapping):  # a foreign key with its label
        return None
    if column == "title" and (key := _key(row, table)):
        return Markup('<a href="{}">{}</a>').format(datasette.urls.row(database, *key), value)
    if column in _ROWS_OF and table != "authors":
        return Markup('<a href="{}">{}</a>').format(datasette.urls.row(database, _ROWS_OF[column], str(value)), value)
    if not isinstance(value, str):
        return None
    if column == "snippet" and table is None:
        return marked(value)
    return link(value.strip()) if web(value) else None


def web(text: str | None) -> bool:
    """Whether a text is an address that may be followed: http or https, nothing else."""
    text = (text or "").strip()
    return text.lower().startswith(("http://", "https://")) and not any(map(str.isspace, text))


def link(address: str) -> Markup:
    """An address as a link that tells the other side nothing."""
    shown = address if len(address) <= _SHOWN else address[: _SHOWN - 1] + "…"
    return Markup('<a href="{}" rel="noopener noreferrer nofollow">{}</a>').format(address, shown)


def marked(snippet: str) -> Markup:
    """A search result's text with the words found marked."""
    return Markup(str(escape(snippet)).replace(_OPEN, "<mark>").replace(_CLOSE, "</mark>"))


@hookimpl  # type: ignore[untyped-decorator]
def prepare_jinja2_environment(env: Any) -> None:
    """Gives templates the same: `{% if href|web %}`, `{{ snippet|marked }}`."""
    env.filters["web"] = web
    env.filters["marked"] = marked


def _key(row: Any, table: str | None) -> tuple[str, str] | None:
    """Table and key of what a title is the title of."""
    column = {"articles": "id", "versions": "id", None: "article_id"}.get(table)
    if column is None or column not in row.keys():  # noqa: SIM118 - a row of SQLite iterates over its values
        return None
    return table or "articles", str(row[column])
