"""Which rows and columns: each choice gives exactly its own, and a wrong one says what there is."""

import json
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from scraper.errors import BadInput
from scraper.publish.export import Choice, export
from scraper.publish.export.columns import ARTICLE, VERSION, story

Rows = Callable[..., list[tuple[Any, ...]]]
RELEASED = """id publisher edition language title lead byline author_slugs published_date published published_zone
    published_text modified sections places tags words status status_since first_seen last_seen versions version_id
    translation_group translations footnotes url canonical language_detected layout capture_time capture_sha256
    body""".split()


def exported(archive: Path, tmp_path: Path, choice: Choice) -> list[dict[str, Any]]:
    export(archive, tmp_path / "out.jsonl", "jsonl", choice)
    return [json.loads(line) for line in (tmp_path / "out.jsonl").read_text("utf-8").split("\n")[:-1]]


def test_released_columns_keep_their_names_and_order() -> None:
    assert [column.name for column in ARTICLE] == RELEASED


@pytest.mark.parametrize("columns", [ARTICLE, VERSION, story(["en", "fr", "ru", "pt-BR"])], ids=["a", "v", "s"])
def test_every_column_is_explained_and_named_once(columns: tuple[Any, ...]) -> None:
    assert len({column.name for column in columns}) == len(columns)
    assert all(column.description.endswith(".") for column in columns)


def test_columns_come_in_the_order_asked_for(archive: Path, tmp_path: Path) -> None:
    found = exported(archive, tmp_path, Choice(columns=("url", "id", "words")))
    assert {tuple(row) for row in found} == {("url", "id", "words")}


@pytest.mark.parametrize("since", ["2025", "2025-04", "2025-04-21"])
def test_since_takes_a_day_a_month_or_a_year(archive: Path, tmp_path: Path, rows: Rows, since: str) -> None:
    ((expected,),) = rows("select count(*) from articles where published_date >= ?", since)
    assert len(exported(archive, tmp_path, Choice(since=since))) == expected > 0


def test_section_is_named_or_given_by_its_slug(archive: Path, tmp_path: Path, rows: Rows) -> None:
    ((name, slug, expected),) = rows(
        """select s.name, s.slug, count(*) from sections s join article_sections x on x.section_id = s.id
            where s.edition = 'demo/ru' and s.kind = 'place' group by s.id order by 3 desc limit 1"""
    )
    assert len(exported(archive, tmp_path, Choice(section=name))) == expected > 0
    assert len(exported(archive, tmp_path, Choice(section=slug, language="ru"))) == expected


def test_choices_add_up(archive: Path, tmp_path: Path) -> None:
    found = exported(archive, tmp_path, Choice(language="fr", since="2025-04", columns=("language", "published_date")))
    assert found
    assert all(row["language"] == "fr" and row["published_date"] >= "2025-04" for row in found)


def test_each_version_is_a_row_with_its_own_text(archive: Path, tmp_path: Path, rows: Rows) -> None:
    found = exported(archive, tmp_path, Choice(per="version"))
    kept = rows(
        """select v.id, v.article_id, v.number, v.first_seen, v.last_seen, v.title, v.lead, v.body, v.footnotes,
                  v.words, v.modified, c.fetched, c.sha256
             from versions v join captures c on c.id = v.capture_id"""
    )
    names = """version_id id number version_first_seen version_last_seen title lead body footnotes words modified
        capture_time capture_sha256""".split()
    assert {tuple(row[name] for name in names) for row in found} == set(kept)
    assert len(found) == len(kept)
    causes: dict[str, str] = dict(
        rows("select version_after, cause from changes where version_before <> version_after order by number desc")
    )
    assert {row["version_id"]: row["cause"] for row in found} == {row[0]: causes.get(row[0]) for row in kept}
    assert all(row["cause"] is None for row in found if row["number"] == 1)
    assert any(row["cause"] == "silent-edit" for row in found)


def test_story_has_its_languages_side_by_side(archive: Path, tmp_path: Path, rows: Rows) -> None:
    found = {row["story"]: row for row in exported(archive, tmp_path, Choice(per="story"))}
    assert set(found) == {
        key for (key,) in rows("select coalesce(group_id, id) from articles left join translations on article_id = id")
    }
    for key, language, title, body, group in rows(
        """select a.id, a.language, a.title, a.body, coalesce(t.group_id, a.id)
             from articles a left join translations t on t.article_id = a.id"""
    ):
        row = found[group]
        assert (row[f"id_{language}"], row[f"title_{language}"], row[f"body_{language}"]) == (key, title, body)
    alone = next(row for row in found.values() if row["articles"] == 1)
    assert sum(alone[f"id_{language}"] is not None for language in ("en", "fr", "ru")) == 1
    names = list(next(iter(found.values())))
    assert names[names.index("title_en") :][:4] == ["title_en", "title_fr", "title_ru", "lead_en"]
    assert [row["first_date"] for row in found.values()] == sorted(row["first_date"] for row in found.values())


def test_of_two_articles_in_one_language_the_earlier_is_in_the_story(copy: Path, tmp_path: Path, rows: Rows) -> None:
    (early, later) = (key for (key,) in rows("select id from articles where language = 'en' order by id desc limit 2"))
    with closing(sqlite3.connect(copy)) as connection:
        connection.execute("update articles set published_date = '2001-01-01' where id = ?", (early,))
        connection.execute("delete from translations")
        connection.executemany(
            "insert into translations values (?, ?, 'en', 'curator', 1)",
            [(early, later), (later, later)],
        )
        connection.commit()
    found = exported(copy, tmp_path, Choice(per="story"))
    (row,) = [row for row in found if row["story"] == later]
    assert (row["id_en"], row["articles"], row["more"], row["more_ids"]) == (early, 2, 1, str(later))
    assert found[0] == row


def test_further_languages_stand_behind_the_three(copy: Path, tmp_path: Path) -> None:
    with closing(sqlite3.connect(copy)) as connection:
        one, two = connection.execute("select id from articles where edition = 'demo/en' limit 2").fetchall()
        connection.execute("update articles set edition = 'demo/es' where id = ?", one)
        connection.execute("update articles set edition = 'demo/de-AT' where id = ?", two)
        connection.commit()
    names = list(exported(copy, tmp_path, Choice(per="story"))[0])
    assert len(exported(copy, tmp_path, Choice(per="story", language="de-AT"))) == 1
    assert [name for name in names if name.startswith("title_")] == [
        f"title_{end}" for end in ("en", "fr", "ru", "de_at", "es")
    ]


def test_stories_are_chosen_by_what_one_of_their_articles_is(archive: Path, tmp_path: Path, rows: Rows) -> None:
    found = exported(archive, tmp_path, Choice(per="story", language="ru"))
    ((russian,),) = rows("select count(*) from articles where language = 'ru'")
    assert len(found) == russian
    assert any(row["id_en"] for row in found)
    late = exported(archive, tmp_path, Choice(per="story", since="2025-04"))
    assert late
    assert all(row["first_date"] >= "2025-04" for row in late)


def test_query_has_the_functions_of_search(archive: Path, tmp_path: Path) -> None:
    sql = """select a.id, plain(a.title) as folded from articles_fts f join articles a on a.id = f.rowid
              where articles_fts match stem_query('harbour')"""
    found = exported(archive, tmp_path, Choice(query=sql))
    assert found
    assert all(row["folded"] == row["folded"].lower() for row in found)


@pytest.mark.parametrize("view", ["changes", "history", "pieces", "bodies", "crawls"])
def test_view_has_every_row_and_column(archive: Path, tmp_path: Path, rows: Rows, view: str) -> None:
    found = exported(archive, tmp_path, Choice(view=view))
    assert len(found) == rows(f"select count(*) from {view}")[0][0] > 0
    columns = [name for _, name, *_ in rows(f"pragma table_info({view})") if (view, name) != ("bodies", "data")]
    assert list(found[0]) == columns


WRONG = [
    (Choice(columns=("id", "titel")), r'no column is called "titel"\. Did you mean "title"\?'),
    (Choice(columns=("id", "id")), "named twice"),
    (Choice(view="article"), r'no table or view is called "article"\. Did you mean "articles"\?'),
    (Choice(view="articles", columns=("headline",)), r'no column is called "headline"'),
    (Choice(section="Sience"), r'no section is called "Sience"\. Did you mean "Science"\?'),
    (Choice(since="last year"), "is no day, month or year"),
    (Choice(since="2025-13"), "is no day, month or year"),
    (Choice(query="select 1 as a", view="articles"), "exclude each other"),
    (Choice(query="select 1 as a", language="ru", columns=("a",)), "--language and --columns cannot be added"),
    (Choice(view="articles", per="story"), "--one-row-per cannot be added"),
    (Choice(query="select titel from articles"), r"no such column: titel\.\nThe tables and columns are listed"),
    (Choice(query="select 1 as a; select 2 as b"), "one statement at a time"),
    (Choice(query="select 1 as a, 2 as a"), 'two columns that are called "a"'),
    (Choice(query="select data from bodies"), r"prohibited"),
    (Choice(query="select sha256, data from dictionaries, bodies"), r"prohibited|ambiguous"),
    (Choice(query="with x as (select 1) delete from articles"), "readonly"),
    (Choice(query="delete from articles"), "is no SELECT"),
    (Choice(query="/* select */ pragma user_version"), "is no SELECT"),
    (Choice(query="attach 'x.db' as x"), "is no SELECT"),
    (Choice(query=""), "is no SELECT"),
    (Choice(query="select json('x') from articles"), "malformed JSON"),
]


@pytest.mark.parametrize(("choice", "says"), WRONG, ids=str)
@pytest.mark.parametrize("form", ["csv", "parquet"])
def test_wrong_choice_says_what_there_is_and_writes_nothing(
    archive: Path, tmp_path: Path, choice: Choice, says: str, form: str
) -> None:
    with pytest.raises(BadInput, match=says) as caught:
        export(archive, tmp_path / "out", form, choice)
    assert caught.value.exit_code == 13
    assert "\n" in str(caught.value)  # the next step
    assert list(tmp_path.iterdir()) == []


def test_query_may_begin_with_a_comment(archive: Path, tmp_path: Path) -> None:
    assert exported(archive, tmp_path, Choice(query="-- one\n /* two */ SELECT 1 as a")) == [{"a": 1}]
    assert exported(archive, tmp_path, Choice(query="values (1)")) == [{"column1": 1}]


@pytest.mark.parametrize("form", ["parquet", "xlsx"])
def test_format_that_is_no_stream_is_refused_for_standard_output(archive: Path, form: str) -> None:
    with pytest.raises(BadInput, match="standard output"):
        export(archive, None, form)


def test_unknown_format_and_excel_elsewhere_are_refused(archive: Path, tmp_path: Path) -> None:
    with pytest.raises(BadInput, match='Did you mean "parquet"'):
        export(archive, tmp_path / "x", "parket")
    with pytest.raises(BadInput, match="for spreadsheets"):
        export(archive, tmp_path / "x", "jsonl", Choice(excel=True))


def test_export_is_one_state_while_others_write(copy: Path, tmp_path: Path) -> None:
    with closing(sqlite3.connect(copy)) as other:
        other.execute("pragma journal_mode = wal")

        def write(_done: int, _total: int) -> None:
            other.execute("update articles set title = 'later'")
            other.commit()

        small = "with recursive n(i) as (select 1 union all select i + 1 from n where i < 20) "
        export(copy, tmp_path / "a.csv", choice=Choice(columns=("title",)), progress=write)
        assert "later" not in (tmp_path / "a.csv").read_text("utf-8")
        assert exported(copy, tmp_path, Choice(query=small + "select distinct title from articles, n")) == [
            {"title": "later"}
        ]
