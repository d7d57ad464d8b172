"""How a value looks in a table: addresses and keys as links, search hits marked, all else as text."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from datasette import hookimpl
from datasette.utils import tilde_encode
from markupsafe import Markup, escape

_ROWS_OF = {  # column → table whose row it names
    "article_id": "articles",
    "other_id": "articles",
    "edited_id": "articles",
    "unedited_id": "articles",
    "cluster_id": "articles",
    "moved_to": "articles",
    "group_id": "articles",
    "author_id": "authors",
    "section_id": "sections",
    "tag_id": "tags",
    "crawl_id": "crawls",
    "capture_id": "captures",
    "revisit_of": "captures",
    "version_id": "versions",
    "version_before": "versions",
    "version_after": "versions",
    "capture_before": "captures",
    "capture_after": "captures",
    "watched_crawl": "crawls",
}
_PERHAPS_NOT_HELD = {(table, "article_id") for table in ("captures", "sightings", "body_addresses")}
_WHOLE = frozenset({"en", "fr", "ru", "removed", "added"})  # columns of ready questions that are texts to be read
_SHOWN = 80  # characters of an address
_OPEN, _CLOSE = "⟦", "⟧"  # around the words found, as the search query writes them


@hookimpl  # type: ignore[untyped-decorator]
def render_cell(
    row: Any, value: object, column: str, table: str | None, database: str, datasette: Any
) -> Markup | None:
    """The value as HTML; None leaves it to Datasette, which escapes it."""
    if value is None or isinstance(value, Mapping):  # a foreign key with its label
        return None
    if column == "title" and (named := _titled(row, table)):
        return _to_row(datasette, database, *named, value)
    if column in _ROWS_OF and (table, column) not in _PERHAPS_NOT_HELD:
        return _to_row(datasette, database, _ROWS_OF[column], value, value)
    if not isinstance(value, str):
        return None
    if column == "snippet" and table is None:
        return marked(value)
    if column in _WHOLE and table is None:
        return escape(value)
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
    return escape(snippet).replace(_OPEN, Markup("<mark>")).replace(_CLOSE, Markup("</mark>"))


@hookimpl  # type: ignore[untyped-decorator]
def prepare_jinja2_environment(env: Any) -> None:
    """Gives templates the same: `href|web`, `key|tilde`, `snippet|marked`."""
    env.filters["web"] = web
    env.filters["tilde"] = tilde_encode
    env.filters["marked"] = marked


def _titled(row: Any, table: str | None) -> tuple[str, object] | None:
    """Table and key of what a title is the title of."""
    column = {"articles": "id", "versions": "id", None: "article_id"}.get(table)
    if column is None or column not in row.keys():  # noqa: SIM118 - a row of SQLite iterates over its values
        return None
    return table or "articles", row[column]


def _to_row(datasette: Any, database: str, table: str, key: object, label: object) -> Markup:
    return Markup('<a href="{}">{}</a>').format(datasette.urls.row(database, table, tilde_encode(str(key))), label)
