"""What hangs on articles over time: disclaimers of versions, bios, recommended articles, names of countries."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlite_utils import Database

from scraper.archive import Archive, Crawl
from scraper.archive.across import update
from scraper.archive.around.anchors import anchor_kind, upload
from scraper.archive.around.bios import bios
from scraper.archive.migrations import DERIVED, migrations
from scraper.archive.reading import APPLICATION_ID
from scraper.extract.around import with_around
from scraper.extract.countries import codes
from scraper.keep import rebuild
from scraper.publisher import publisher
from scraper.readers import Readers
from scraper.records import Article, Author, Related, iso

from .made import CRAWL, TEXT, article, at, capture, keep, one, page, put, rows

ANNA, JO = Author("anna-velm", "Anna Velm"), Author("jo-quay", "Jo Quay")
NOTE = "* organization banned in Russia"


def marked(text: str, *footnotes: str) -> Article:
    return with_around(article(text=f"{text} {TEXT}", footnotes=footnotes))


def changes(archive: Archive) -> list[tuple[object, ...]]:
    return rows(archive.db, "select change, entity, seen, before from disclaimer_changes order by seen, change, entity")


def test_every_version_has_the_disclaimers_of_its_text(archive: Archive) -> None:
    put(archive, marked("The Front (banned in Russia) and the Weir* met.", NOTE))
    put(archive, marked("The Front and the Weir met."), hours=1)
    put(archive, marked("The Front and the Quay (banned in Russia) met."), hours=2)
    sql = "select number, entity, form from disclaimers join versions on id = version_id order by number, position"
    assert rows(archive.db, sql) == [
        (1, "Front", "inline"),
        (1, "Weir", "mark"),
        (1, None, "footnote"),
        (3, "Quay", "inline"),
    ]
    assert changes(archive) == [
        ("dropped", None, iso(at(1)), iso(at(0))),
        ("dropped", "Front", iso(at(1)), iso(at(0))),
        ("dropped", "Weir", iso(at(1)), iso(at(0))),
        ("added", "Quay", iso(at(2)), iso(at(1))),
    ]


def test_a_disclaimer_in_another_case_is_no_change(archive: Archive) -> None:
    put(archive, marked("«Красный причал» (запрещён в РФ) ждёт."))
    put(archive, marked("Люди «Красного причала» (запрещён в РФ) ждут."), hours=1)
    assert changes(archive) == []


@pytest.mark.parametrize(
    ("authors", "bio", "found"),
    [
        ((ANNA,), "Anna Velm ‒ writer on rivers", [("anna-velm", "writer on rivers")]),
        ((ANNA,), "A writer on rivers", [("anna-velm", "A writer on rivers")]),
        ((ANNA, JO), "Anna Velm, writer\nJo Quay – guard", [("anna-velm", "writer"), ("jo-quay", "guard")]),
        ((ANNA, JO), "Two writers on rivers", [(None, "Two writers on rivers")]),
        ((ANNA, JO), "Anna Velm and Jo Quay, guards", [(None, "Anna Velm and Jo Quay, guards")]),
        ((), "Somebody", [(None, "Somebody")]),
        ((ANNA,), None, []),
    ],
)
def test_bio_belongs_to_the_one_author_or_to_whom_it_names(
    authors: tuple[Author, ...], bio: str | None, found: list[tuple[str | None, str]]
) -> None:
    assert [(each.author, each.about) for each in bios(article(authors=authors, author_bio=bio))] == found


def test_names_and_bios_were_last_seen_when_their_article_was(archive: Archive) -> None:
    early = article(authors=(ANNA,), author_bio="Anna Velm ‒ a guard")
    for hours, said in enumerate([early, early, article(authors=(ANNA,), author_bio="Anna Velm ‒ a poet")]):
        put(archive, said, hours=hours)
    assert rows(archive.db, "select bio, about, first_seen, last_seen from author_bios order by first_seen") == [
        ("Anna Velm ‒ a guard", "a guard", iso(at(0)), iso(at(1))),
        ("Anna Velm ‒ a poet", "a poet", iso(at(2)), iso(at(2))),
    ]
    assert rows(archive.db, "select first_seen, last_seen from author_names") == [(iso(at(0)), iso(at(2)))]


def test_recommended_articles_are_kept_with_their_time(archive: Archive) -> None:
    fog, tide = (
        Related("https://courier.example/2025/07/01/fog/", "Fog"),
        Related("https://courier.example/tide/", "Tide"),
    )
    for hours, said in enumerate([(fog,), (fog,), (tide,), (fog, tide)]):
        put(archive, article(related=said), hours=hours, targets={fog.href: 7})
    assert rows(archive.db, "select title, target_id, first_seen, last_seen from related_seen order by title") == [
        ("Fog", 7, iso(at(0)), iso(at(3))),
        ("Tide", None, iso(at(2)), iso(at(3))),
    ]


def test_series_knows_its_missing_parts(archive: Archive) -> None:
    for number in ("one", "two", "four"):
        said = with_around(article(title=f"The Salt Road. Part {number}", text=f"{number} {TEXT}"))
        put(archive, said, number)
    sql = "select title, articles, numbers, highest, missing from series_overview"
    assert rows(archive.db, sql) == [("The Salt Road", 3, "1,2,4", 4, 1)]


def test_every_country_that_a_text_can_name_has_its_names(archive: Archive) -> None:
    assert [code for (code,) in rows(archive.db, "select code from countries order by 1")] == codes()
    assert rows(archive.db, "select * from countries where code = 'RU'") == [
        ("RU", "RUS", "643", "Russia", "Russie", "Россия")
    ]
    assert one(archive.db, "select count(distinct alpha3) from countries") == len(codes())


@pytest.mark.parametrize(
    ("anchor", "kind"),
    [
        ("here", "here"), ("(ici)", "here"), ("Здесь", "here"), ("[click here]", "here"),
        ("https://a.example/x?y=1", "url"), ("www.a.example", "url"), ("a.example/report.pdf", "url"),
        ("", "none"), (" ", "none"), ("said here that", "words"), ("the report", "words"), ("a.b", "words"),
    ],
)  # fmt: skip
def test_what_a_link_is_set_on(anchor: str, kind: str) -> None:
    assert anchor_kind(anchor) == kind


@pytest.mark.parametrize(
    ("src", "path"),
    [
        ("https://journal-neo.su/wp-content/uploads/2025/07/7790.jpg", "2025/07/7790.jpg"),
        ("https://journal-neo.org/wp-content/uploads/2025/07/7790-300x200.jpg?x=1", "2025/07/7790.jpg"),
        ("https://journal-neo.su/wp-content/uploads/2025/07/7790-scaled.jpg", "2025/07/7790.jpg"),
        ("https://www.elsewhere.example/a/7790.jpg", "elsewhere.example/a/7790.jpg"),
    ],
)
def test_one_picture_has_one_path_in_every_size_and_at_every_host(src: str, path: str) -> None:
    assert upload(src) == path


def test_disclaimers_go_with_their_version(archive: Archive) -> None:
    put(archive, marked("The Front (banned in Russia) met."))
    archive.db.execute("delete from versions")
    assert one(archive.db, "select count(*) from disclaimers") == 0


def test_older_archive_gets_the_tables_and_a_rebuild_fills_them(tmp_path: Path) -> None:
    path = tmp_path / "older.db"
    older = Database(path)
    older.conn.execute(f"pragma application_id = {APPLICATION_ID}")
    migrations.apply(older, stop_before="m012_around")
    columns = [name for _, name, *_ in older.conn.execute("pragma table_info(links)")]
    older.conn.close()
    assert "site" not in columns
    with Archive.open(path) as archive:
        with archive.transaction():
            assert archive.crawls.begin(Crawl("demo", "crawl", None, "test", 1, {}), at(0)) == CRAWL
        readers = Readers([publisher("demo")])
        text = f'{TEXT}The Front (banned in Russia) sits in <a href="https://a.example/">Iran</a>.'
        keep(archive, CRAWL, capture(body=page(text=text)), readers)
        with archive.transaction():
            update(archive.db)
        before = [one(archive.db, f"select count(*) from {table}") for table in DERIVED]
        archive.db.execute("delete from disclaimers")
        archive.db.execute("delete from country_mentions")
        archive.db.execute("update links set site = null")
        rebuild(archive, readers)
        assert [one(archive.db, f"select count(*) from {table}") for table in DERIVED] == before
        assert rows(archive.db, "select site, block from links") == [("a.example", 1)]
        assert rows(archive.db, "select country, mentions from country_mentions") == [("IR", 1)]
        assert rows(archive.db, "select entity, kind from disclaimers") == [("Front", "banned")]
