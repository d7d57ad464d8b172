"""Articles and versions: what each capture does to them, and keys that never change."""

from __future__ import annotations

import json
from datetime import date, datetime, timedelta, timezone
from pathlib import Path

import pytest

from scraper.archive import Archive, Crawl
from scraper.archive.history.versions import version_id
from scraper.records import (
    Article,
    Author,
    CountryMentions,
    FieldSource,
    Image,
    Instalment,
    Link,
    Profile,
    Published,
    Related,
    Section,
    Stated,
    Tag,
    article_id,
    iso,
)

from .made import NOON, address, article, at, one, put, rows

A, B = article("A"), article("B")
A_TAGGED = article("A", tags=(Tag("ferries", "Ferries"),))
QUOTED, STRAIGHT = article("The “A”"), article('The "A"')
MOSCOW = timezone(timedelta(hours=3))

HISTORIES = [  # what is read, one capture after another; what each does; how many versions there are then
    ([A], ["new"], 1),
    ([A, A], ["new", "same"], 1),
    ([A, B], ["new", "changed"], 2),
    ([A, A_TAGGED], ["new", "updated"], 1),
    ([A, A_TAGGED, A_TAGGED], ["new", "updated", "same"], 1),
    ([A, B, A], ["new", "changed", "changed"], 3),
    ([A, B, A, B, A], ["new", "changed", "changed", "changed", "changed"], 5),
    ([A, B, B, A_TAGGED], ["new", "changed", "same", "changed"], 3),
    ([A, article("A", lead="L")], ["new", "changed"], 2),
    ([A, article("A", footnotes=("* Banned.",))], ["new", "changed"], 2),
    ([A, article("A", modified=NOON)], ["new", "updated"], 1),
    ([A, article("A", layout="classic")], ["new", "updated"], 1),
    ([QUOTED, STRAIGHT], ["new", "updated"], 1),
]


@pytest.mark.parametrize(("said", "outcomes", "versions"), HISTORIES)
def test_history_of_an_article(archive: Archive, said: list[Article], outcomes: list[str], versions: int) -> None:
    assert [put(archive, each, hours=hour).value for hour, each in enumerate(said)] == outcomes
    assert one(archive.db, "select versions from articles") == versions
    found = rows(archive.db, "select id, number, title from versions order by number")
    assert [number for _, number, _ in found] == list(range(1, versions + 1))
    assert len({key for key, _, _ in found}) == versions
    current, title = rows(archive.db, "select version_id, title from articles")[0]
    assert (current, title) == (found[-1][0], said[-1].title)
    assert rows(archive.db, "pragma foreign_key_check") == []


def test_versions_know_when_they_were_seen(archive: Archive) -> None:
    for hour, said in enumerate([A, A, B, B, A]):
        put(archive, said, hours=hour)
    seen = [(0, 1), (2, 3), (4, 4)]
    assert rows(archive.db, "select first_seen, last_seen from versions order by number") == [
        (iso(at(first)), iso(at(last))) for first, last in seen
    ]
    assert rows(archive.db, "select first_seen, last_seen from articles") == [(iso(at(0)), iso(at(4)))]


def test_version_ids_are_the_same_in_every_archive(archive: Archive, tmp_path: Path) -> None:
    with Archive.open(tmp_path / "second.db", create=True) as second:
        second.crawls.begin(Crawl("demo", "crawl", None, "test", 1, {}), NOON)
        put(second, article("Something else first"), "other")
        for said in (A, B, A):
            put(archive, said)
            put(second, said, hours=50)
        sql = "select id from versions where article_id = ? order by number"
        assert rows(archive.db, sql, address().id) == rows(second.db, sql, address().id)


@pytest.mark.parametrize(
    ("article", "text", "times", "key"),
    [
        (1, "a", 0, "v87a4add670544dbb"),
        (1, "a", 1, "vfe1a2d0fb86d9c6b"),
        (2, "a", 0, "vea5bcf73a283628f"),
        (1, "b", 0, "v2c3b670cb6cdc903"),
    ],
)
def test_released_version_keys_never_change(article: int, text: str, times: int, key: str) -> None:
    assert version_id(article, text, times) == key


RELEASED = [  # edition, path, key
    ("neo/en", "/2025/07/02/slug/", 544708430162072),
    ("neo/ru", "/ru/2025/07/02/slug/", 46992654986671),
    ("demo/fr", "/fr/2025/03/03/l%C3%A9t%C3%A9/", 35806120423888),
    ("www.example.org", "/a?b=1", 229123534121636),
]


@pytest.mark.parametrize(("edition", "path", "key"), RELEASED)
def test_released_article_keys_never_change(edition: str, path: str, key: int) -> None:
    assert article_id(edition, path) == key


def test_article_keys_are_exact_in_json_and_in_spreadsheets() -> None:
    keys = [article_id("neo/ru", f"/ru/{number}/") for number in range(5_000)]
    assert len(set(keys)) == len(keys)
    assert all(0 < key < 2**49 and len(str(key)) <= 15 for key in keys)
    assert all(int(float(key)) == key == json.loads(json.dumps(key)) for key in keys)


@pytest.mark.parametrize("status", ["gone-404", "gone-410", "redirected"])
def test_article_that_went_keeps_its_versions(archive: Archive, status: str) -> None:
    put(archive, A)
    put(archive, B, hours=1)
    article_key, moved = address().id, address("elsewhere").id if status == "redirected" else None
    assert archive.derived.statuses.went(article_key, status, 1, at(2), moved) is True
    assert archive.derived.statuses.went(article_key, status, 1, at(3), moved) is False
    sql = "select status, status_since, moved_to, last_seen, title, versions from articles"
    assert rows(archive.db, sql) == [(status, iso(at(2)), moved, iso(at(1)), "B", 2)]
    assert one(archive.db, "select count(*) from versions") == 2
    put(archive, B, hours=4)
    assert rows(archive.db, sql) == [("online", iso(at(4)), None, iso(at(4)), "B", 2)]


def test_what_was_never_an_article_cannot_go(archive: Archive) -> None:
    assert archive.derived.statuses.went(address().id, "gone-404", 1, NOON) is False
    assert one(archive.db, "select count(*) from articles") == 0


FULL = article(
    "Title",
    "Body text.",
    lead="Lead",
    authors=(Author("anna-velm", "Anna Velm"), Author("jo", "Jo")),
    author_bio="Anna Velm writes.",
    published=Published(date(2025, 7, 1), datetime(2025, 7, 1, 9, 30, tzinfo=MOSCOW), "+03:00", "July 1, 2025"),
    modified=datetime(2025, 7, 2, 1, tzinfo=MOSCOW),
    sections=(Section("column", "harbour", "Harbour"), Section("place", "ondra", "Ondra")),
    tags=(Tag("ferries", "Ferries"), Tag("fog", "Fog")),
    pull_quotes=("Quote",),
    footnotes=("* One.", "** Two."),
    images=(Image("https://courier.example/i/1.jpg?x=1", "Alt", "Caption"),),
    links=(
        Link("https://www.example.org/a", "(here)", "body", 1, "example.org", "example.org"),
        Link("https://courier.example/2025/07/01/fog/", "Fog", "bio", None, "courier.example", "courier.example", True),
        Link("http://[bad/", "bad"),
    ),
    related=(Related("https://courier.example/2025/07/01/fog/", "Fog"),),
    translations={"fr": "https://courier.example/fr/x/", "ru": "https://courier.example/ru/x/"},
    canonical="https://courier.example/2025/07/01/ferry/",
    replaced=2,
    sources=(
        FieldSource("title", "h1", "Title", (Stated("og:title", "Титул"), Stated("<title>", "Title | “Courier”"))),
        FieldSource("lead", "nowhere", ""),
    ),
    instalment=Instalment("tide", "Tide", 2, "Part two"),
    countries=(CountryMentions("XK", 2, 1, False), CountryMentions("FR", 1, None, True)),
    profile=Profile(1, 2.0, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13),
)
FOG = address("fog").id
AROUND: dict[str, list[tuple[object, ...]]] = {
    "article_authors": [("demo:anna-velm", 1, "Anna Velm"), ("demo:jo", 2, "Jo")],
    "article_sections": [("demo/en:column:harbour", 1), ("demo/en:place:ondra", 2)],
    "article_tags": [("demo/en:ferries", 1), ("demo/en:fog", 2)],
    "links": [
        (1, "https://www.example.org/a", "(here)", "example.org", None, "body", 1, "example.org", 0, "here"),
        (
            *(2, "https://courier.example/2025/07/01/fog/", "Fog", "courier.example", FOG, "bio", None),
            *("courier.example", 1, "words"),
        ),
        (3, "http://[bad/", "bad", None, None, "body", None, None, 0, "words"),
    ],
    "images": [(1, "https://courier.example/i/1.jpg?x=1", "1.jpg", "Alt", "Caption", "courier.example/i/1.jpg")],
    "article_bios": [(1, "demo:anna-velm", "Anna Velm writes.")],
    "series": [("demo/en", "tide", "Tide", 2, "Part two")],
    "country_mentions": [("XK", 2, 1, 0), ("FR", 1, None, 1)],
    "profiles": [(1, 2.0, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13)],
    "footnotes": [(1, "* One."), (2, "** Two.")],
    "pull_quotes": [(1, "Quote")],
    "related": [(1, "https://courier.example/2025/07/01/fog/", "Fog", FOG)],
    "field_sources": [
        (
            "title",
            "h1",
            "Title",
            '[{"source": "og:title", "raw": "Титул"}, {"source": "<title>", "raw": "Title | “Courier”"}]',
        ),
        ("lead", "nowhere", "", "[]"),
    ],
    "alternates": [("fr", "https://courier.example/fr/x/"), ("ru", "https://courier.example/ru/x/")],
}


@pytest.mark.parametrize("table", AROUND)
def test_what_hangs_on_an_article_comes_and_goes_with_it(archive: Archive, table: str) -> None:
    targets = {"https://courier.example/2025/07/01/fog/": FOG}
    put(archive, FULL, targets=targets)
    put(archive, FULL, "second", targets=targets)
    sql = f"select * from {table} where article_id = ?"
    assert {row[1:] for row in rows(archive.db, sql, address().id)} == set(AROUND[table])
    put(archive, A, hours=1)
    assert rows(archive.db, sql, address().id) == []
    assert len(rows(archive.db, sql, address("second").id)) == len(AROUND[table])
    assert rows(archive.db, "pragma foreign_key_check") == []


def test_article_row_says_what_the_page_said(archive: Archive) -> None:
    put(archive, FULL)
    columns = (
        "language, title, lead, byline, published_date, published, published_zone, published_text, modified, sections,"
        " places, tags, words, status, url, path, canonical, author_bio, body, layout, encoding, replaced,"
        " edition, publisher"
    )
    assert rows(archive.db, f"select {columns} from articles") == [
        (
            "en", "Title", "Lead", "Anna Velm; Jo", "2025-07-01", "2025-07-01T06:30:00Z", "+03:00", "July 1, 2025",
            "2025-07-01T22:00:00Z", "Harbour", "Ondra", "Ferries; Fog", 3, "online",
            "https://courier.example/2025/07/01/ferry/", "/2025/07/01/ferry/",
            "https://courier.example/2025/07/01/ferry/", "Anna Velm writes.", "Body text.", "modern", "utf-8",
            2, "demo/en", "demo",
        )
    ]  # fmt: skip


def test_what_a_page_leaves_out_is_null(archive: Archive) -> None:
    put(archive, A)
    columns = "lead byline published_date published published_zone published_text modified sections places tags"
    columns += " canonical author_bio moved_to"
    assert set(rows(archive.db, f"select {', '.join(columns.split())} from articles")[0]) == {None}


def test_author_has_one_key_in_all_editions_and_goes_by_the_english_name(archive: Archive) -> None:
    put(archive, article(language="ru", authors=(Author("anna", "Анна Вельм"),)), language="ru")
    assert rows(archive.db, "select id, name from authors") == [("demo:anna", "Анна Вельм")]
    put(archive, article(language="en", authors=(Author("anna", "Anna Velm"),)), hours=1)
    put(archive, article(language="fr", authors=(Author("anna", "Anna Velme"),)), language="fr", hours=2)
    assert rows(archive.db, "select id, name from authors") == [("demo:anna", "Anna Velm")]
    assert rows(archive.db, "select edition, name from author_names order by 1") == [
        ("demo/en", "Anna Velm"), ("demo/fr", "Anna Velme"), ("demo/ru", "Анна Вельм")
    ]  # fmt: skip


def test_same_author_section_or_tag_twice_on_a_page_counts_once(archive: Archive) -> None:
    twice = article(
        authors=(Author("anna", "Anna"), Author("anna", "A. Velm")),
        sections=(Section("column", "fog", "Fog"),) * 2,
        tags=(Tag("fog", "Fog"), Tag("fog", "fog")),
    )
    put(archive, twice)
    for table in ("article_authors", "article_sections", "article_tags"):
        assert one(archive.db, f"select count(*) from {table}") == 1
