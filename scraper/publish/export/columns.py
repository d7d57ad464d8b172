"""The columns of an export: name, type, meaning, and where each is read. Released ones keep name, order and meaning."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

Type = Literal["text", "integer", "number", "date", "moment", "bytes", "any"]


@dataclass(frozen=True, slots=True)
class Column:
    """One column, whatever the format."""

    name: str
    type: Type  # date: a day; moment: a second in UTC; any: as SQLite gives it
    description: str  # a sentence, or nothing
    sql: str = ""  # of one row; `a` is the article, `v` the version, `c` the capture, `t` the translation
    required: bool = False  # never empty


def _column(name: str, kind: Type, description: str, sql: str = "", *, required: bool = False) -> Column:
    return Column(name, kind, description, sql or f"a.{name}", required)


_SLUGS = """(select group_concat(slug, '; ') from (
    select u.slug from article_authors x join authors u on u.id = x.author_id
     where x.article_id = a.id order by x.position))"""
_TRANSLATIONS = """(select group_concat(language, '; ') from (
    select distinct o.language from translations o
     where o.group_id = t.group_id and o.article_id <> a.id order by 1))"""
_FOOTNOTES = """(select group_concat(text, char(10)) from (
    select n.text from footnotes n where n.article_id = a.id order by n.position))"""

ARTICLE: tuple[Column, ...] = (
    _column("id", "integer", "The article's key: the same for ever, and in every copy of the archive.", required=True),
    _column("publisher", "text", "Who published it; the name of the publisher's file in spiders/.", required=True),
    _column("edition", "text", "The publisher's edition, which has one language: neo/ru.", required=True),
    _column("language", "text", "Language that the page declares (BCP 47): en, fr, ru."),
    _column("title", "text", "Title, as printed.", required=True),
    _column("lead", "text", "Standfirst: the paragraph set apart above the text."),
    _column("byline", "text", "Who signed, as this edition prints the names; several are separated by semicolons."),
    _column(
        "author_slugs",
        "text",
        "The authors' keys, shared by all editions, in the byline's order, separated by semicolons.",
        _SLUGS,
    ),
    _column("published_date", "date", "Day of publication (ISO 8601), local to the publisher."),
    _column("published", "moment", "Moment of publication in UTC (ISO 8601); empty if the page gives only a day."),
    _column("published_zone", "text", "The zone that the page gives its time in: +03:00; or the edition's own."),
    _column("published_text", "text", "The date in the words printed on the page."),
    _column("modified", "moment", "Moment of the last change in UTC, as the publisher states it."),
    _column(
        "sections",
        "text",
        "Headings under which it is filed, separated by semicolons; places have their own column.",
    ),
    _column("places", "text", "Countries and regions under which it is filed, separated by semicolons."),
    _column("tags", "text", "Keywords given by the publisher, separated by semicolons."),
    _column("words", "integer", "Length of lead and body, in words.", required=True),
    _column(
        "status",
        "text",
        "At the last visit: online, gone-404, gone-410, redirected, or why the page is no article any more.",
        required=True,
    ),
    _column("status_since", "moment", "When that status was first seen (UTC).", required=True),
    _column("first_seen", "moment", "When the archive first held it (UTC).", required=True),
    _column("last_seen", "moment", "When it was last found online (UTC).", required=True),
    _column(
        "versions",
        "integer",
        "How many different texts were seen; more than 1: it was changed after publication.",
        required=True,
    ),
    _column("version_id", "text", "Key of the version in this row, for citations.", required=True),
    _column(
        "translation_group",
        "integer",
        "Shared by the articles that are one piece in several languages; empty if it stands alone.",
        "t.group_id",
    ),
    _column(
        "translations",
        "text",
        "The other languages in which the archive holds it, separated by semicolons.",
        _TRANSLATIONS,
    ),
    _column("footnotes", "text", "Footnotes, a line each.", _FOOTNOTES),
    _column("url", "text", "Address at the publisher.", required=True),
    _column("canonical", "text", "Address that the page itself declares."),
    _column("language_detected", "text", "Language that the text was found to be written in."),
    _column("layout", "text", "The publisher's page layout by which it was read; general: by general rules."),
    _column("capture_time", "moment", "When the page that this row was read from was fetched (UTC).", "c.fetched"),
    _column("capture_sha256", "text", "SHA-256 of that page's bytes.", "a.sha256"),
    _column(
        "body",
        "text",
        "Text without title, lead and footnotes; a blank line between two paragraphs.",
        required=True,
    ),
)
COLUMNS = ARTICLE  # one row an article is what an export gives if nothing else is said

# Of a version's row: what is the version's own takes the place of the article's column of that name.
_OWN: tuple[Column, ...] = (
    Column("version_id", "text", "The version's key, for citations.", "v.id", required=True),
    Column("title", "text", "Title of this version, as printed.", "v.title", required=True),
    Column("lead", "text", "Standfirst of this version.", "v.lead"),
    Column(
        "modified", "moment", "Moment of the last change in UTC, as the page of this version states it.", "v.modified"
    ),
    Column("words", "integer", "Length of this version's lead and body, in words.", "v.words", required=True),
    Column("footnotes", "text", "Footnotes of this version, a line each.", "v.footnotes"),
    Column("layout", "text", "The publisher's page layout by which this version was read.", "v.layout", required=True),
    Column("capture_time", "moment", "When the page of this version was fetched (UTC).", "c.fetched", required=True),
    Column("capture_sha256", "text", "SHA-256 of that page's bytes.", "c.sha256", required=True),
    Column(
        "body",
        "text",
        "Text of this version without title, lead and footnotes; a blank line between two paragraphs.",
        "v.body",
        required=True,
    ),
)
_CHANGE = """(select x.{} from changes x where x.article_id = v.article_id
    and x.version_after = v.id and x.version_before <> v.id order by x.number limit 1)"""
_FRONT: tuple[Column, ...] = (
    Column("number", "integer", "1, 2, 3 … in the order in which the article's texts were seen.", "v.number", True),
    Column("version_first_seen", "moment", "When this version was first found (UTC).", "v.first_seen", required=True),
    Column("version_last_seen", "moment", "When this version was last found (UTC).", "v.last_seen", required=True),
    Column(
        "cause",
        "text",
        "What led to this version: edit, silent-edit, retitle, template, transform; empty for the first.",
        _CHANGE.format("cause"),
    ),
    Column(
        "parts",
        "text",
        "What differs from the version before: title, lead, body, footnotes, byline, layout; empty for the first.",
        _CHANGE.format("parts"),
    ),
)


def _versions() -> Iterable[Column]:
    own = {column.name: column for column in _OWN}
    yield own.pop("version_id")
    yield from _FRONT
    yield from (own.get(column.name, column) for column in ARTICLE if column.name != "version_id")


VERSION: tuple[Column, ...] = tuple(_versions())

_STORY: tuple[Column, ...] = (
    Column("story", "integer", "The smallest key in its translation group, or its article's key.", "s.id", True),
    Column("languages", "text", "The languages in which the archive holds it, separated by semicolons.", "s.languages"),
    Column("articles", "integer", "How many articles it is.", "s.articles", required=True),
    Column("first_date", "date", "The earliest day of publication of its articles.", "s.first_date"),
    Column(
        "more",
        "integer",
        "How many of its articles are not in this row: of two in one language, the earlier one is.",
        "s.more",
        required=True,
    ),
    Column("more_ids", "text", "The keys of those articles, separated by semicolons.", "s.more_ids"),
)
_OF_EACH_LANGUAGE = """id title lead byline published_date published words status versions version_id url
    capture_time capture_sha256 body""".split()


def story(languages: Sequence[str]) -> tuple[Column, ...]:
    """The columns of a story's row: the story's own, then each field in each of these languages, side by side.

    `a_en` is the article in English, `c_en` its capture.
    """
    by_name = {column.name: column for column in ARTICLE}
    return _STORY + tuple(
        Column(
            f"{field}_{suffix(language)}",
            by_name[field].type,
            f"In {language}: {by_name[field].description}",
            by_name[field].sql.replace("a.", f"a_{suffix(language)}.").replace("c.", f"c_{suffix(language)}."),
        )
        for field in _OF_EACH_LANGUAGE
        for language in languages
    )


def suffix(language: str) -> str:
    """A language as the end of a column's name: `pt-BR` as `pt_br`."""
    return "".join(letter if letter.isalnum() else "_" for letter in language.lower())
