"""What the views say of pieces."""

from __future__ import annotations

import pytest

from scraper.archive import Archive

from .made import rows
from .test_cases import B, F, Page, publish


@pytest.fixture
def published(archive: Archive) -> Archive:
    """One piece in three languages, the French one days later and half as long; one in Russian alone."""
    en, fr, ru, _ = publish(
        archive, [Page(F, "en"), Page(F, "fr", days=2), Page(F, "ru"), Page(B, "ru", days=2, author="peter")]
    )
    archive.db.execute("update articles set words = case id when ? then 40 else 80 end", (fr,))
    archive.db.execute("update articles set published = '2021-05-20T06:00:00Z' where id = ?", (en,))
    archive.db.execute("update articles set published = '2021-05-20T09:30:00Z' where id = ?", (ru,))
    return archive


def test_pieces_has_a_row_a_piece(published: Archive) -> None:
    sql = """select articles, en is not null, fr is not null, ru is not null, first_date, first_language, lag_days,
                    lag_hours, fr_per_en, ru_per_en from pieces order by articles desc"""
    assert rows(published.db, sql) == [
        (3, 1, 1, 1, "2021-05-20", None, 2, None, 0.5, 1.0),
        (1, 0, 0, 1, "2021-05-22", "ru", None, None, None, None),
    ]


def test_first_language_is_told_by_the_hour_where_pages_state_one(published: Archive) -> None:
    published.db.execute("update articles set published = '2021-05-22T10:00:00Z' where edition = 'demo/fr'")
    sql = "select first_language, lag_days, lag_hours from pieces where articles = 3"
    assert rows(published.db, sql) == [("en", 2, 52.0)]


def test_first_language_is_told_by_the_day_if_one_is_alone_on_it(published: Archive) -> None:
    published.db.execute("update articles set published = null")
    published.db.execute("update articles set published_date = '2021-05-21' where edition = 'demo/ru'")
    assert rows(published.db, "select first_language, lag_days from pieces where articles = 3") == [("en", 2)]


def test_lags_are_told_for_each_pair_of_languages(published: Archive) -> None:
    sql = "select languages, pairs, first_one_earlier, together, first_one_later, days, hours from lags order by 1"
    assert rows(published.db, sql) == [
        ("en-fr", 1, 1, 0, 0, 2.0, None),
        ("en-ru", 1, 1, 0, 0, 0.0, 3.5),
        ("fr-ru", 1, 0, 0, 1, -2.0, None),
    ]


def test_untranslated_is_counted_by_edition_and_year(published: Archive) -> None:
    sql = "select edition, year, articles, untranslated, percent, in_fr from untranslated_by_year where kind = 'all'"
    assert rows(published.db, f"{sql} order by 1") == [
        ("demo/en", "2021", 1, 0, 0.0, 1),
        ("demo/fr", "2021", 1, 0, 0.0, 1),
        ("demo/ru", "2021", 2, 1, 50.0, 1),
    ]


def test_untranslated_is_counted_by_place(published: Archive) -> None:
    published.db.execute("insert into sections values ('s', 'demo/ru', 'place', 'africa', 'Африка')")
    published.db.execute("insert into article_sections select id, 's', 1 from articles where edition = 'demo/ru'")
    sql = "select edition, name, articles, untranslated from untranslated_by_year where kind = 'place'"
    assert rows(published.db, sql) == [("demo/ru", "Африка", 2, 1)]


def edited(archive: Archive, edition: str, day: int, cause: str = "edit") -> None:
    """An edit of the piece that was seen on a day of June."""
    archive.db.execute(
        "insert into changes select id, (select count(*) + 1 from changes c where c.article_id = a.id), ?1, 'body', 0,"
        " ?2, ?3, 1, 1, null, null, null, null, layout, layout, version_id, version_id, capture_id, capture_id"
        " from articles a where edition = ?4 and published_date < '2021-05-22' or edition = ?4 and ?4 <> 'demo/ru'",
        (cause, f"2021-06-{day - 1:02}T09:00:00Z", f"2021-06-{day:02}T09:00:00Z", edition),
    )


def alone(archive: Archive) -> list[tuple[object, ...]]:
    sql = "select language, other_language, substr(first_seen, 9, 2) from edited_alone order by 1, 2, 3"
    return rows(archive.db, sql)


def test_edit_of_one_language_stands_alone_while_the_others_are_not_edited_soon(published: Archive) -> None:
    edited(published, "demo/ru", 10)
    assert alone(published) == [("ru", "en", "10"), ("ru", "fr", "10")]
    edited(published, "demo/en", 14)
    assert alone(published) == [("en", "fr", "14"), ("ru", "fr", "10")]
    edited(published, "demo/fr", 29)
    assert alone(published) == [
        *(("en", "fr", "14"), ("fr", "en", "29"), ("fr", "ru", "29"), ("ru", "fr", "10")),
    ]


def test_new_layout_of_another_language_is_no_edit(published: Archive) -> None:
    edited(published, "demo/ru", 10)
    edited(published, "demo/en", 10, "template")
    assert alone(published) == [("ru", "en", "10"), ("ru", "fr", "10")]


def test_lengths_are_held_against_what_is_usual(published: Archive) -> None:
    sql = "select languages, words, other_words, ratio, of_usual from lengths order by 1"
    assert rows(published.db, sql) == [
        ("en-fr", 80, 40, 0.5, 1.0),
        ("en-ru", 80, 80, 1.0, 1.0),
        ("fr-ru", 40, 80, 2.0, 1.0),
    ]
