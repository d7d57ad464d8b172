"""Search finds a word in its other forms, in three languages, whatever is typed."""

from __future__ import annotations

from pathlib import Path

import pytest

from scraper.archive import Archive
from scraper.archive.search import Index, stem_query, stemmed

from .made import address, article, at, one, put

FOUND = [  # language, text, query, whether it is found
    ("en", "The harbour was closed by sanctions.", "harbours", True),
    ("en", "The harbour was closed by sanctions.", "sanction closing", True),
    ("en", "The harbour was closed by sanctions.", "sanction opening", False),
    ("en", "They elected a mayor.", "elect", True),
    ("en", "They elected a mayor.", "ELECTIONS", True),
    ("en", "elect", "elected", True),
    ("en", "A mayor", "mayors'", True),
    ("fr", "Un élu", "elu", True),
    ("fr", "Elu hier", "élu", True),
    ("fr", "Les États", "etats", True),
    ("fr", "Les etats", "États", True),
    ("fr", "Les élus ont signé l’accord.", "signés", True),
    ("fr", "Les élus ont signé l’accord.", "elus", True),
    ("fr", "Les élus ont signé l’accord.", "accords", True),
    ("fr", "Des sanctions économiques", "économique", True),
    ("fr", "Une manœuvre des sœurs", "manoeuvre", True),
    ("fr", "Une manœuvre des sœurs", "sœur", True),
    ("fr", "Une manoeuvre", "manœuvres", True),
    ("fr", "Les journaux", "journal", True),
    ("ru", "Санкции против порта", "санкциями", True),
    ("ru", "Под санкциями", "санкции", True),
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


@pytest.mark.parametrize(
    ("language", "text", "query", "found"),
    [
        ("fr", "Les États membres", "etats", True),
        ("fr", "Les Etats membres", "État", True),
        ("fr", "Au nom de l’État", "état", True),
        ("fr", "Au nom d’un État", "l'État", True),
        ("fr", "La Côte d’Ivoire vote", "d'Ivoire", True),
        ("fr", "La Côte d’Ivoire vote", "cote ivoire", True),
        ("fr", "La Côte d’Ivoire vote", '"Cote d\'Ivoire"', True),
        ("fr", "Une frontière longtemps coopérée", "cooperee", True),
        ("fr", "Une tâche achevée", "achevees", True),
        ("fr", "UNE TACHE ACHEVEE", "achevée", True),
        ("fr", "Ils négocièrent la paix", "negocierent", True),
        ("fr", "Un accès déjà fermé", "acces deja ferme", True),
        ("fr", "Il est aujourd’hui à Paris", "aujourd'hui", True),
        ("en", "Fighters of Al-Qaeda", "al qaeda", True),
        ("en", "Fighters of Al Qaeda", "Al-Qaeda", True),
        ("en", "Fighters of “Al-Qaeda”*", "«Al-Qaeda»", True),
        ("en", "A café in Reykjavík", "reykjavik", True),
        ("en", "Russia’s ports", "russia", True),
        ("en", "The ports of Russia", "Russia's", True),
        ("en", "O’Brien spoke", "o'brien", True),
        ("ru", "В Санкт-Петербурге шёл дождь", "Санкт-Петербург", True),
        ("ru", "В Санкт-Петербурге шёл дождь", "санкт петербург", True),
        ("ru", "Газета «Заря» закрылась", "заря", True),
        ("ru", "Старый за\u0301мок у моря", "замок", True),
        ("en", "It was not there", "notes", False),  # the stem of the French word notes is "not"
        ("fr", "Prendre des notes", "noter", True),
        ("en", "one two three", "one NOT two", False),
        ("en", "one two three", "one NOT four", True),
        ("en", "one two three", "“two three”", True),
        ("en", "The elected mayors met", '"elected may*"', True),
        ("en", "The elected mayors met", '"met may*"', False),
    ],
)
def test_signs_and_accents_are_no_hindrance(
    archive: Archive, language: str, text: str, query: str, found: bool
) -> None:
    put(archive, article("Title", text, language=language))
    assert bool(hits(archive, query)) is found


@pytest.mark.parametrize(
    ("language", "text", "query", "found"),
    [
        ("ru", "Санкции против порта", "=санкциями", False),
        ("ru", "Торг санкциями", "=санкциями", True),
        ("ru", "ТОРГ САНКЦИЯМИ", "=Санкциями", True),
        ("ru", "Ещё раз", "=еще", False),
        ("ru", "Ста\u0301рый замок", "=старый", True),
        ("en", "They elected a mayor", "=elect", False),
        ("en", "They elected a mayor", "=elected mayors", True),
        ("en", "They elected a mayor", '="elected a mayor"', True),
        ("en", "They elected a mayor", '="elect a mayor"', False),
        ("en", "They elected a mayor", '="elected a may*"', True),
        ("en", "The Al-Qaeda cell", "=Al-Qaeda", True),
        ("en", "The unelected mayor elects", "=elected", False),
        ("en", "They elected a mayor", "mayor -=elect", True),
        ("en", "They elected a mayor", "mayor -=elected", False),
        ("en", "They elected a mayor", "=elect OR mayors", True),
        ("en", "They elected a mayor", "=elect OR =electing", False),
        ("en", "They elected a mayor", '=elect OR "mayors elected"', False),
        ("fr", "Des côtes", "=cotes", False),
        ("fr", "Des côtes", "=cotes OR cotes", True),
        ("en", "They elected a mayor", "elects", True),
    ],
)
def test_exact_word_finds_that_form_alone(archive: Archive, language: str, text: str, query: str, found: bool) -> None:
    put(archive, article("Title", text, language=language))
    sql = "select count(*) from articles_fts where articles_fts match stem_query(?1) and exactly(?1, title, lead, body)"
    assert one(archive.db, sql, query) == found


def test_functions_take_what_is_no_text(archive: Archive) -> None:
    found = archive.db.execute("select stem(null, null), stem('en', 12), stem('en', x'00'), stem_text('fr', 'signées')")
    assert found.fetchone() == (None, "12", None, "sign")
    found = archive.db.execute(
        "select stem_query(null), stem_query(5, 'ru'), exactly(), exactly(null, 1), plain('Ёлкой É')"
    )
    assert found.fetchone() == ('""', '"5"', 1, 1, "елкой e")


def test_a_word_longer_than_any_word_is_left_alone() -> None:
    assert stemmed("en", "ab" * 100 + "s") == "ab" * 100 + "s"


def test_marks_in_snippets_stand_at_the_right_words(archive: Archive) -> None:
    text = "Ста\u0301рый замок, l’État d’Ivoire: Al-Qaeda, 5-й. Œuvre élue; the end."
    put(archive, article("Title", text, language="fr"))
    for query, shown in [
        ("замок", "замок"),
        ("etats", "État"),
        ("al-qaeda", "Al-Qaeda"),
        ("elus", "élue"),
        ("старый", "Ста\u0301рый"),
    ]:
        sql = "select highlight(articles_fts, 2, '[', ']') from articles_fts where articles_fts match stem_query(?)"
        assert one(archive.db, sql, query) == text.replace(shown, f"[{shown}]")


def test_what_is_no_article_any_more_is_not_found(archive: Archive) -> None:
    put(archive, article("The ferry", "Lighthouses"))
    with archive.transaction():
        archive.derived.statuses.went(address().id, "same-body", 1, at(1))
        archive.derived.statuses.went(address().id, "same-body", 1, at(2))
    assert hits(archive, "lighthouse") == []
    put(archive, article("The ferry", "Bridges"), hours=3)
    assert hits(archive, "lighthouse") == []
    assert hits(archive, "bridge") == [address().id]
    with archive.transaction():
        archive.derived.statuses.went(address().id, "same-body", 1, at(4))
        archive.derived.statuses.went(address().id, "gone-404", 1, at(4))
    assert hits(archive, "bridge") == []
    put(archive, article("The ferry", "Bridges"), hours=5)
    assert hits(archive, "bridge") == [address().id]
    archive.db.execute("insert into articles_fts (articles_fts) values ('integrity-check')")


def test_an_article_that_is_gone_is_still_found(archive: Archive) -> None:
    put(archive, article("The ferry", "Lighthouses"))
    with archive.transaction():
        archive.derived.statuses.went(address().id, "gone-404", 1, at(1))
    assert hits(archive, "lighthouse") == [address().id]


def test_an_older_index_is_made_anew(archive: Archive) -> None:
    put(archive, article("The ferry", "Les élus", language="fr"))
    put(archive, article("A wall", "Lighthouses"), "wall")
    archive.db.execute("update articles set status = 'same-body' where title = 'A wall'")
    archive.db.execute("insert into articles_fts (articles_fts) values ('delete-all')")
    archive.db.execute("delete from _sqlite_migrations where name = 'm011_search'")
    for table in ("reuse", "clusters", "reuse_texts", "reuse_prints"):
        archive.db.execute(f"drop table {table}")
    path = archive.path
    archive.close()
    with Archive.open(path) as again:
        assert hits(again, "elu") == [address().id]
        assert hits(again, "lighthouse") == []
        put(again, article("The ferry", "Les trains", language="fr"), hours=1)
        assert hits(again, "elu") == []


def test_what_is_gathered_is_written_before_it_is_asked_for(archive: Archive) -> None:
    for name in ("one", "two", "three"):
        put(archive, article(f"Tide {name}", "Water"), name)
    ids = [address(name).id for name in ("one", "two", "three")]
    index, sql = Index(archive.db), "select count(*) from articles_fts_docsize"
    with archive.transaction():
        index.clear()
        with index.gathering():
            for article_id in ids[:2]:
                index.put(article_id, ("tide", None, "water"))
            assert one(archive.db, sql) == 0
            assert not index.add(ids[0])
            index.remove(ids[0])
            index.put(ids[2], ("tide", None, "water"))
        assert sorted(hits(archive, "tide")) == sorted(ids[1:])
        assert index.add(ids[0])
    archive.db.execute("insert into articles_fts (articles_fts) values ('integrity-check')")
