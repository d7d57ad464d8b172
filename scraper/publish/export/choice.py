"""Which rows and columns an export has, as one SELECT."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from sqlite3 import Connection
from typing import Literal

from scraper.errors import BadInput
from scraper.publish.export import queries
from scraper.publish.export.columns import ARTICLE, VERSION, Column
from scraper.publish.export.columns import story as story_columns
from scraper.publish.export.stories import gather

Per = Literal["article", "version", "story"]
_SINCE = re.compile(r"\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?")
_FILED = """exists (select 1 from article_sections x join sections s on s.id = x.section_id
    where x.article_id = a.id and :section in (s.name, s.slug))"""
# By index, so that nothing larger than one day's articles is ever sorted in memory.
_ARTICLES = "articles a indexed by articles_published\n  join frontier f on f.id = a.id and f.state = 'held'"
_FROM: Mapping[str, str] = {
    "article": f"{_ARTICLES}\n  left join captures c on c.id = a.capture_id"
    "\n  left join translations t on t.article_id = a.id",
    "version": f"{_ARTICLES}\n  join versions v on v.article_id = a.id\n  left join captures c on c.id = v.capture_id"
    "\n  left join translations t on t.article_id = a.id",
}
_ORDER: Mapping[str, str] = {
    "article": "a.published_date, a.edition, a.id",
    "version": "a.published_date, a.edition, a.id, v.number",
}


# By what a dataset can be split: the SQL of a row's value, and how a row of that value is found.
SPLITS: Mapping[str, tuple[str, str]] = {
    "publisher": ("a.publisher", "a.publisher is :part_publisher"),
    "edition": ("a.edition", "a.edition is :part_edition"),
    "language": ("a.language", "a.language is :part_language"),
    # by index: "~" comes after every character of a date
    "year": ("substr(a.published_date, 1, 4)", "a.published_date between :part_year and :part_year || '~'"),
}
_UNDATED = "a.published_date is :part_year"  # null
Part = tuple[tuple[str, str | None], ...]  # a name of `SPLITS` and a value for each


class Clash(BadInput):
    """Choices that exclude each other."""


@dataclass(frozen=True, slots=True)
class Choice:
    """Which rows and columns."""

    per: Per = "article"
    language: str | None = None
    since: str | None = None  # a day, month or year
    section: str | None = None  # name or slug
    columns: tuple[str, ...] = ()  # () all
    query: str | None = None  # one SELECT
    view: str | None = None  # a table or view
    excel: bool = False  # cells that Excel would run, cut or misread are made harmless
    part: Part = ()  # only this part of a dataset; its columns are left out


@dataclass(frozen=True, slots=True)
class Selection:
    """What an export asks the archive."""

    what: str  # a row is: article, version, story; or the view's name, or "query"
    columns: tuple[Column, ...]
    sql: str
    values: Mapping[str, str | None]  # of the parameters
    total: int | None  # rows; None: not known before


def select(connection: Connection, choice: Choice) -> Selection:
    """The choice as SQL, with the columns in their order.

    Raises `BadInput` for what the archive does not have, with the nearest name, and for choices
    that exclude each other.
    """
    check(choice)
    if choice.query is not None:
        return Selection("query", queries.columns(connection, choice.query), choice.query, {}, None)
    if choice.view is not None:
        columns = _chosen(queries.described(connection, choice.view), choice.columns)
        name = queries.quoted(choice.view)
        (total,) = connection.execute(f"select count(*) from {name}").fetchone()
        names = ", ".join(queries.quoted(column.name) for column in columns)
        return Selection(choice.view, columns, f"select {names} from {name}", {}, total)
    _known(connection, choice)
    if choice.per == "story":
        languages, total, origin = gather(connection, _asked(choice), _FILED)
        _spoken(choice.language, languages)
        columns = _chosen(story_columns(languages), choice.columns)
        return Selection("story", columns, _select(columns, origin, (), "s.seq"), {}, total)
    columns = _chosen(ARTICLE if choice.per == "article" else VERSION, choice.columns)
    columns = tuple(column for column in columns if column.name not in dict(choice.part))
    where, values = _where(choice)
    source = _FROM[choice.per]
    counted = source if where or choice.per != "article" else "frontier where state = 'held'"  # the same, at once
    (total,) = connection.execute(_select((), counted, where, None), values).fetchone()
    return Selection(choice.per, columns, _select(columns, source, where, _ORDER[choice.per]), values, total)


def split(connection: Connection, choice: Choice, by: Sequence[str]) -> list[Part]:
    """The parts that a dataset of the choice has, in order; those without a value first."""
    where, values = _where(choice)
    shown = ", ".join(SPLITS[name][0] for name in by)
    limited = f" where {' and '.join(where)}" if where else ""
    found = connection.execute(f"select distinct {shown} from {_FROM[choice.per]}{limited} order by {shown}", values)
    return [tuple(zip(by, row, strict=True)) for row in found]


def _asked(choice: Choice) -> dict[str, str]:
    asked = {"language": choice.language, "since": choice.since, "section": choice.section}
    return {name: value for name, value in asked.items() if value is not None}


def _where(choice: Choice) -> tuple[list[str], dict[str, str | None]]:
    conditions = {"language": "a.language = :language", "since": "a.published_date >= :since", "section": _FILED}
    asked = _asked(choice)
    where = [conditions[name] for name in asked]
    where += [_UNDATED if name == "year" and value is None else SPLITS[name][1] for name, value in choice.part]
    return where, {**asked, **{f"part_{name}": value for name, value in choice.part}}


def check(choice: Choice) -> None:
    """Raises `Clash` or `BadInput` for a choice that no archive could give."""
    if choice.query is not None and choice.view is not None:
        raise Clash("--query and --view exclude each other.\nGive one of them.")
    if choice.query is not None or choice.view is not None:
        name = "--query" if choice.query is not None else "--view"
        others = {
            "--language": choice.language,
            "--since": choice.since,
            "--section": choice.section,
            "--one-row-per": choice.per if choice.per != "article" else None,
            "--columns": choice.columns if choice.query is not None else None,
        }
        if wrong := [option for option, value in others.items() if value]:
            raise Clash(
                f"{name} says itself which rows and columns; {' and '.join(wrong)} cannot be added to it.\n"
                f"Leave {'it' if len(wrong) == 1 else 'them'} out, or say the same in SQL with --query."
            )
    if choice.since is not None and not _SINCE.fullmatch(choice.since):
        raise BadInput(f'"{choice.since}" is no day, month or year.\nWrite it as 2025-07-11, 2025-07 or 2025.')


def _known(connection: Connection, choice: Choice) -> None:
    if choice.per != "story":  # whose languages are those of editions
        there = [name for (name,) in connection.execute("select distinct language from articles where language > ''")]
        _spoken(choice.language, sorted(there))
    if choice.section is not None:
        both = connection.execute("select name, slug from sections order by edition, kind, name").fetchall()
        if not any(choice.section in pair for pair in both):
            names = dict.fromkeys(name for pair in both for name in pair)
            raise queries.unknown("no section is called", choice.section, names, "There are")


def _spoken(language: str | None, there: Sequence[str]) -> None:
    if language is not None and language not in there:
        raise queries.unknown("no article is in the language", language, there, "There are")


def _chosen(columns: Sequence[Column], names: Sequence[str]) -> tuple[Column, ...]:
    by_name = {column.name: column for column in columns}
    for name in names:
        if name not in by_name:
            raise queries.unknown("no column is called", name, by_name, "There are")
    if twice := [name for name in dict.fromkeys(names) if names.count(name) > 1]:
        raise BadInput(f'the column "{twice[0]}" is named twice.\nName each column once.')
    return tuple(by_name[name] for name in names) or tuple(columns)


def _select(columns: Sequence[Column], source: str, where: Sequence[str], order: str | None) -> str:
    shown = ",\n       ".join(f"{column.sql} as {queries.quoted(column.name)}" for column in columns) or "count(*)"
    parts = [f"select {shown}", f"  from {source}"]
    if where:
        parts.append(f" where {' and '.join(where)}")
    if order:
        parts.append(f" order by {order}")
    return "\n".join(parts)
