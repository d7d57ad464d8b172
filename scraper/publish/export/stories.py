"""Stories: the articles that are one piece in several languages, or an article alone, as one row."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from sqlite3 import Connection

from scraper.publish.export.columns import suffix

_FIRST = ("en", "fr", "ru")  # of the languages, in a row
# An article's language is its edition's, where that says one.
_LANGUAGE = """case when instr(a.edition, '/') then substr(a.edition, instr(a.edition, '/') + 1)
    else coalesce(a.language, 'und') end"""
_TOLD = f"""
    create temp table told as
    select coalesce(t.group_id, a.id) as story, a.id, {_LANGUAGE} as language, a.published_date as day,
           row_number() over (partition by coalesce(t.group_id, a.id), {_LANGUAGE}
               order by a.published_date is null, a.published_date, a.published is null, a.published, a.id) as nth
      from articles a
      join frontier f on f.id = a.id and f.state = 'held'
      left join translations t on t.article_id = a.id"""


def gather(connection: Connection, values: Mapping[str, str], filed: str) -> tuple[Sequence[str], int, str]:
    """The languages that there are, how many stories are chosen, and the FROM clause that joins their articles.

    A temporary table holds a small row for each story, in the order of the export: so no text is
    ever sorted or kept. `filed` tells whether article `a` is in the section.
    """
    connection.execute("drop table if exists temp.told")
    connection.execute("drop table if exists temp.stories")
    connection.execute(_TOLD)
    connection.execute("create index temp.told_story on told(story, nth)")
    found = {language for (language,) in connection.execute("select distinct language from told")}
    languages = [one for one in _FIRST if one in found] + sorted(found - set(_FIRST))
    ends = {language: suffix(language) for language in languages}
    picks = "".join(
        f", max(case when language = {_text(one)} and nth = 1 then id end) as of_{end}" for one, end in ends.items()
    )
    connection.execute(
        f"create temp table stories (seq integer primary key, id integer, languages text, articles integer,"
        f" first_date text, more integer, more_ids text{''.join(f', of_{end} integer' for end in ends.values())})"
    )
    where = {
        "language": "max(language = :language)",
        "since": "min(day) >= :since",
        "section": f"max(id in (select a.id from articles a where {filed}))",
    }
    having = " and ".join(where[name] for name in values) or "1"
    connection.execute(
        f"""insert into stories
            select null, story, (select group_concat(language, '; ') from
                       (select language from told o where o.story = told.story and nth = 1
                         order by {_order(languages)})),
                   count(*), min(day), sum(nth > 1),
                   (select group_concat(id, '; ') from
                       (select id from told o where o.story = told.story and nth > 1 order by day, id)){picks}
              from told group by story having {having} order by min(day), story""",
        values,
    )
    (total,) = connection.execute("select count(*) from stories").fetchone()
    joins = "".join(
        f"\n  left join articles a_{end} on a_{end}.id = s.of_{end}"
        f"\n  left join captures c_{end} on c_{end}.id = a_{end}.capture_id"
        for end in ends.values()
    )
    return languages, total, f"temp.stories s{joins}"


def _order(languages: Sequence[str]) -> str:
    return f"case language {' '.join(f'when {_text(one)} then {at}' for at, one in enumerate(languages))} end"


def _text(value: str) -> str:
    return "'" + value.replace("'", "''") + "'"
