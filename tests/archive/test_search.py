"""Search finds a word in its other forms, in three languages, whatever is typed."""

from __future__ import annotations

from pathlib import Path

import pytest

from scraper.archive import Archive
from scraper.archive.search import stem_query, stemmed

from .made import address, article, one, put

FOUND = [  # language, text, query, whether it is found
    ("en", "The harbour was closed by sanctions.", "harbours", True),
    ("en", "The harbour was closed by sanctions.", "sanction closing", True),
    ("en", "The harbour was closed by sanctions.", "sanction opening", False),
    ("en", "They elected a mayor.", "elect", True),
    ("en", "They elected a mayor.", "ELECTIONS", True),
    ("en", "A mayor", "mayors'", True),
    ("fr", "Les élus ont signé l’accord.", "signés", True),
    ("fr", "Les élus ont signé l’accord.", "elus", True),
    ("fr", "Les élus ont signé l’accord.", "accords", True),
    ("fr", "Des sanctions économiques", "économique", True),
    ("fr", "Une manœuvre des sœurs", "manoeuvre", True),
    ("fr", "Une manœuvre des sœurs", "sœur", True),
    ("fr", "Une manoeuvre", "manœuvres", True),
    ("fr", "Les journaux", "journal", True),
    ("ru", "Санкции против порта", "санкциями", True),
    ("ru", "Письмо Президенту", "президент", True),
    ("ru", "Ещё одна ёлка", "еще", True),
    ("ru", "Еще одна елка", "ещё ёлки", True),
    ("ru", "Катера вернулись", "катеров", True),
    ("ru", "Паром вернулся", "катер", False),
    ("en", "The word санкции in English text", "санкция", True),
    ("en", "one two three", '"two three"', True),
    ("en", "one two three", '"three two"', False),
    ("en", "The elected mayors met", '"elected mayor"', True),
    ("en", "one two three", "four OR two", True),
    ("en", "one two three", "four OR five", False),
    ("en", "one two three", "four OR five OR three", True),
    ("en", "one two three", "one four OR two", True),
    ("en", "one two three", "one -two", False),
    ("en", "one two three", "one -four", True),
    ("en", "one two three", 'one -"two three"', False),
    ("en", "one two three", 'one -"three two"', True),
    ("en", "one two three", "-two", False),
    ("en", "The harbourmaster slept", "harb*", True),
    ("en", "The harbourmaster slept", "harbx*", False),
    ("en", "The elections were held", "elections*", True),
    ("ru", "Санкции против порта", "санкции*", True),
    ("ru", "Санкции против порта", "санк*", True),
    ("fr", "Une manœuvre", "manœ*", True),
    ("en", "A co-operation of ports", "co-operation", True),
    ("en", "e\u0301lu is written with two signs", "\u00e9lu", True),
    ("en", "The year 2025", "2025", True),
    ("en", "anything", "", False),
    ("en", "anything", "   ", False),
    (None, "A page that says no language", "pages", True),
    ("de", "A page in another language", "pages", True),
]

HOSTILE = [
    '"', '""', '"unbalanced', 'a"b', "*", "**", "a**", "-", "--", '-"', '-""', "OR", "OR OR", "AND", "NOT", "a OR",
    "OR a", "a NOT b", "NEAR(a b)", "NEAR(a, 5", "title:a", "{title body}: a", "^a", "a + b", "(", ")", "((((", "())(",
    "a:b", "';drop table articles;--", "\x00", "a\x00b", "\ud7ff\U0010ffff", "🚢", "« »", "%", "_", "a_b",
    "-a -b", "-* a", '"*"', '"a*" b', "a" * 20_000, "a " * 1_500, "-a " * 300,
    "x " + " ".join(f"-a{n}" for n in range(300)), '"' * 999,
    " OR ".join(f"word{n}" for n in range(1_500)),
    '"' + "a " * 2_000 + '"',
]  # fmt: skip


def hits(archive: Archive, query: str) -> list[int]:
    found = archive.db.execute(
        "select rowid from articles_fts where articles_fts match stem_query(?) order by rank", (query,)
    )
    return [row[0] for row in found]


@pytest.mark.parametrize(("language", "text", "query", "found"), FOUND)
def test_search_finds(archive: Archive, language: str | None, text: str, query: str, found: bool) -> None:
    put(archive, article("Title", text, language=language))
    put(archive, article("Nothing of it", "Quelque chose d'autre"), "other")
    assert hits(archive, query) == ([address().id] if found else [])


@pytest.mark.parametrize("query", HOSTILE, ids=lambda query: repr(query[:20]))
def test_whatever_is_typed_is_a_valid_expression(archive: Archive, query: str) -> None:
    put(archive, article())
    for language in ("en", "fr", "ru", None, "xx"):
        expression = stem_query(query, language)
        archive.db.execute("select rowid from articles_fts where articles_fts match ?", (expression,)).fetchall()


@pytest.mark.parametrize("part", ["title", "lead", "body"])
def test_title_lead_and_body_are_searched(archive: Archive, part: str) -> None:
    texts = {"title": "a", "lead": "b", "body": "c"} | {part: "lighthouses"}
    put(archive, article(texts["title"], texts["body"], lead=texts["lead"]))
    assert hits(archive, "lighthouse") == [address().id]
    assert one(archive.db, f"select count(*) from articles_fts where {part} match 'lighthous'") == 1


def test_snippets_show_the_words_as_printed(archive: Archive) -> None:
    put(archive, article("Title", "Санкциями против портов", language="ru"))
    shown = one(
        archive.db,
        "select snippet(articles_fts, 2, '[', ']', '…', 9) from articles_fts where articles_fts match stem_query(?)",
        "санкция порты",
    )
    assert shown == "[Санкциями] против [портов]"


def test_stems_stand_where_the_words_stood() -> None:
    assert stemmed("en", "Elected, the mayors — (2025)!") == "elect, the mayor — (2025)!"
    assert stemmed("ru", None) is None


def test_after_an_update_the_old_words_are_gone_and_the_new_found(archive: Archive) -> None:
    put(archive, article("The ferries", "They sank near lighthouses."))
    put(archive, article("The trains", "They stood near bridges.", lead="Снег"), hours=1)
    assert hits(archive, "ferry") == hits(archive, "lighthouse") == []
    assert hits(archive, "train") == hits(archive, "bridge") == hits(archive, "снега") == [address().id]
    archive.db.execute("insert into articles_fts (articles_fts) values ('integrity-check')")


def test_index_is_sound_after_many_changes(archive: Archive) -> None:
    for number in range(60):
        put(archive, article(f"Title {number}", f"Text {number} " * (number % 7 + 1)), f"slug-{number % 9}")
    archive.db.execute("insert into articles_fts (articles_fts) values ('integrity-check')")
    assert len(hits(archive, "text")) == 9
    assert len(hits(archive, "59")) == 1
    assert hits(archive, "3") == []


def test_search_works_on_a_vacuumed_copy(archive: Archive, tmp_path: Path) -> None:
    for number in range(20):
        put(archive, article(f"Title {number}", f"Word{number}"), f"slug-{number}")
    for number in range(0, 20, 2):  # leaves holes for VACUUM to close
        put(archive, article(f"Title {number}", f"Other{number}"), f"slug-{number}", hours=1)
    archive.db.execute("vacuum into ?", (str(tmp_path / "copy.db"),))
    with Archive.open(tmp_path / "copy.db") as copy:
        for number in range(20):
            word = f"word{number}" if number % 2 else f"other{number}"
            assert hits(copy, word) == hits(archive, word) == [address(f"slug-{number}").id]
        put(copy, article("Title", "Lighthouses"), "slug-3", hours=2)
        assert hits(copy, "lighthouse") == [address("slug-3").id]
        assert hits(copy, "word3") == []


def test_datasettes_own_search_box_stems(archive: Archive) -> None:
    put(archive, article("Title", "Санкции", language="ru"))
    sql = "select count(*) from articles_fts where articles_fts match escape_fts('санкциями')"
    assert one(archive.db, sql) == 1
