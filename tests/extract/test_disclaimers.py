"""Who is marked as banned, in which words, and where."""

from __future__ import annotations

import pytest

from scraper.extract.disclaimers import disclaimers
from scraper.extract.disclaimers.entities import key
from scraper.records import Article, Block, Disclaimer

from .made import paragraphs, read_article

BANNED_EN, BANNED_FR = "* organizations banned in Russia", "* organisations interdites en Russie"


def found(text: str, *footnotes: str, title: str = "A title", lead: str | None = None) -> tuple[Disclaimer, ...]:
    blocks = tuple(Block("paragraph", part) for part in text.split("\n"))
    return disclaimers(Article(title, "en", "en", None, blocks, "made", "utf-8", lead=lead, footnotes=footnotes))


def short(text: str, *footnotes: str) -> list[tuple[str, str, str | None]]:
    return [(one.kind, one.form, one.entity) for one in found(text, *footnotes)]


@pytest.mark.parametrize(
    ("text", "kind", "entity"),
    [
        ("They met the Red Quay Front (banned in the Russian Federation) at the weir.", "banned", "Red Quay Front"),
        ("Fighters of Al-Nadir [a terrorist organization, banned in Russia] left.", "terrorist", "Al-Nadir"),
        ("The Front, a terrorist group banned in Russia, has left.", "terrorist", "Front"),
        ("Radio Weir (foreign agent in Russia) reports it.", "foreign-agent", "Radio Weir"),
        ("The Blue Fund (recognized as undesirable in Russia) paid.", "undesirable", "Blue Fund"),
        ("Men of “Quay and Water” (an extremist movement banned in Russia) left.", "extremist", "Quay and Water"),
        ("Le Front du Quai (organisation interdite en Russie) se tait.", "banned", "Front du Quai"),
        ("Les combattants d’Al-Nadir (interdit en Fédération de Russie) sont partis.", "banned", "Al-Nadir"),
        ("Le Quai rouge, organisation interdite en Russie, a parlé.", "banned", "Quai rouge"),
        ("Le Fonds bleu (reconnu agent de l’étranger en Russie) a payé.", "foreign-agent", "Fonds bleu"),
        ("Боевики ИГИЛ (запрещённая в РФ террористическая организация) ушли.", "terrorist", "ИГИЛ"),
        ("ИГИЛ, террористическая организация, запрещённая в РФ, отступила.", "terrorist", "ИГИЛ"),
        ("Бойцы запрещённого в России «Красного причала» ушли.", "banned", "Красного причала"),
        ("Партия «Плотина», деятельность которой запрещена в России, распущена.", "banned", "Плотина"),
        ("Движение «Плотина» (деятельность запрещена на территории РФ) распущено.", "banned", "Плотина"),
        ("Писатель Иван Плотников (признан иноагентом) уехал.", "foreign-agent", "Иван Плотников"),
        ("Газета «Створ» (выполняет функции иностранного агента) закрыта.", "foreign-agent", "Створ"),
        ("Фонд «Брод» (признан нежелательной организацией в РФ) закрыт.", "undesirable", "Брод"),
        ("Сеть «Узел» (признана экстремистской организацией и запрещена в РФ) молчит.", "extremist", "Узел"),
    ],
)  # fmt: skip
def test_words_in_the_text_say_who_is_marked_and_how(text: str, kind: str, entity: str) -> None:
    assert short(text) == [(kind, "inline", entity)]


@pytest.mark.parametrize(
    "text",
    [
        "The film was banned in Russia.",
        "He wrote a novel, but it was banned in Russia, and printed abroad.",
        "The Front (not banned in Russia) rejoiced.",
        "The Front (designated a terrorist organization by the upper house of Velmia) rejoiced.",
        "Velmia designated the Front a terrorist group.",
        "The agent (a foreign one) went home.",
        "Газета «Створ» (признана нежелательной в Казахстане) закрыта.",
        "Деятельность террористических организаций растёт.",
        "Сеть «Узел» (никогда не была запрещена в РФ) молчит.",
        "A 5* hotel, 3 * 4 rooms and a f**k.",
    ],
)
def test_news_of_a_ban_marks_nobody(text: str) -> None:
    assert short(text) == []


@pytest.mark.parametrize(
    ("text", "footnote", "marked"),
    [
        ("The Red Quay Front* and a splinter of Al-Nadir* met.", BANNED_EN, ["Red Quay Front", "Al-Nadir"]),
        ("Fighters of the Weir movement* left.", BANNED_EN, ["Weir movement"]),
        ("La Ligue de la Digue* et l’« État du Quai »* se taisent.", BANNED_FR, ["Ligue de la Digue", "État du Quai"]),
        ("Бойцы «Красного причала»* ушли.", "* запрещённая в РФ организация", ["Красного причала"]),
        ("The Front* left.", "Organizations banned in Russia", ["Front"]),  # a note without a mark explains all
    ],
)
def test_marks_have_the_kind_of_their_note(text: str, footnote: str, marked: list[str]) -> None:
    assert short(text, footnote) == [*(("banned", "mark", name) for name in marked), ("banned", "footnote", None)]


def test_each_mark_has_its_own_note_though_they_stand_in_one_line() -> None:
    notes = "* запрещённая в РФ организация ** «Узел» признана экстремистской организацией и запрещена в РФ"
    assert short("Бойцы «Причала»* и сеть «Узел»** молчат.", notes) == [
        ("banned", "mark", "Причала"),
        ("extremist", "mark", "Узел"),
        ("banned", "footnote", None),
        ("extremist", "footnote", "Узел"),
    ]


def test_a_note_may_name_several() -> None:
    note = "* ИГИЛ, «Красный причал» — террористические организации, запрещённые в РФ."
    assert [(one.entity, one.kind) for one in found("Текст.", note)] == [
        ("ИГИЛ", "terrorist"),
        ("Красный причал", "terrorist"),
    ]


def test_two_names_share_one_parenthesis() -> None:
    assert [name for _, _, name in short("ИГИЛ и «Причал» (запрещены в РФ) ушли.")] == ["ИГИЛ", "Причал"]


def test_a_mark_without_a_note_is_told_as_such() -> None:
    assert short("The Red Quay Front* left, and 5* hotels stood empty.") == [("unexplained", "mark", "Red Quay Front")]


def test_stars_of_other_languages_mark_nobody() -> None:
    blocks = (Block("paragraph", "Die Situation von Inter* Menschen"),)
    assert disclaimers(Article("T", "de", "de", None, blocks, "made", "utf-8")) == ()


def test_a_name_does_not_begin_in_the_sentence_before() -> None:
    assert short("They met in Karsk. Front* men came, and Gen. Weir* too.", BANNED_EN)[:2] == [
        ("banned", "mark", "Front"),
        ("banned", "mark", "Gen. Weir"),
    ]


def test_a_mark_whose_note_follows_in_parentheses_counts_once() -> None:
    assert short("The Front* (*banned in Russia) and the Quay* met.") == [
        ("banned", "inline", "Front"),
        ("banned", "mark", "Quay"),
    ]


def test_a_note_that_bans_nobody_is_none() -> None:
    assert short("A text.", "* Translated from the Velmian", "* All measures in cubits") == []


def test_places_are_told() -> None:
    said = found("One.\nThe Quay* too.", BANNED_EN, title="The Front* is back", lead="The Front* came.")
    assert [one.block for one in said] == [None, 0, 2, None]


def test_undeclared_pages_have_their_notes_among_the_paragraphs() -> None:
    article = read_article(
        f"<html lang='en'><title>The weir</title><body><article><h1>The weir is shut</h1>{paragraphs(6)}"
        "<p>The Red Quay Front* says it did not shut it.</p><p>* organization banned in Russia</p></article></html>"
    )
    assert {(one.kind, one.form, one.entity) for one in article.disclaimers} == {
        ("banned", "mark", "Red Quay Front"),
        ("banned", "footnote", None),
    }


@pytest.mark.parametrize(
    ("language", "spellings"),
    [
        ("en", ["Al-Nadir", "al Nadir", "the Al‑Nadir group", "AL-NADIR*"]),
        ("fr", ["Front du Quai", "le Front du quai", "L’organisation « Front du Quai »"]),
        ("ru", ["«Аль-Надир»", "Аль-Надира", "аль-Надиром", "террористическая организация «Аль-Надир»"]),
        ("ru", ["Талибан", "«Талибана»", "Талибаном", "движение «Талибан»"]),
        ("ru", ["Чёрный причал", "Черного причала", "Чёрным причалом"]),
    ],
)
def test_spellings_of_a_language_have_one_key(language: str, spellings: list[str]) -> None:
    assert len({key(language, spelling) for spelling in spellings}) == 1
    assert key(language, spellings[0])


@pytest.mark.parametrize(
    "text", ["*" * 50_000, "(banned " * 9_000, "banned in, " * 9_000, "A* " * 20_000, "запрещён " * 9_000]
)
def test_hostile_texts_are_read_to_their_end(text: str) -> None:
    found(text, BANNED_EN, text)
