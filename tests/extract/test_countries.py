"""Which countries a text names, and which words only look like one."""

from __future__ import annotations

import pytest
from babel import Locale

from scraper.extract.around import with_around
from scraper.extract.countries import LANGUAGES, codes, found_in
from scraper.records import Article, Block, CountryMentions


@pytest.mark.parametrize(
    ("language", "text", "countries"),
    [
        ("en", "Russia’s Iran, RUSSIA and Russian", "RU IR RU"),
        ("en", "the US, the U.S., the U. S. fleet, the USA, us and Us", "US US US US"),
        ("en", "the UK, the U.K. and Great Britain", "GB GB GB"),
        ("en", "Turkey eats turkey; a chad is paper", "TR"),
        ("en", "Abdullah of Jordan met Michael Jordan and Jordan Smith. In Jordan, he said", "JO JO"),
        ("en", "Chad Weir went to Chad, and to Lake Chad", "TD"),
        ("en", "Tbilisi, the old capital of Georgia", "GE"),
        ("en", "Atlanta, Georgia; the governor of Georgia", ""),
        ("en", "Guinea, Guinea-Bissau, Equatorial Guinea, Papua New Guinea and the Gulf of Guinea", "GN GW GQ PG"),
        ("en", "Niger and Nigeria; the Niger River", "NE NG"),
        ("en", "DRC, the Democratic Republic of the Congo, the Republic of the Congo; the Congo", "CD CD CG"),
        ("en", "South Korea, the DPRK, and Korea", "KR KP"),
        ("en", "Mexico, New Mexico, Mexico City", "MX"),
        ("en", "Côte d’Ivoire, Côte d'Ivoire, Ivory Coast", "CI CI CI"),
        ("en", "Bosnia and Herzegovina, St. Lucia and Saint Lucia", "BA LC LC"),
        ("fr", "les États-Unis, les Etats-Unis, l’Iran et l'Égypte, l’Egypte", "US US IR EG EG"),
        ("fr", "la Guinée et le golfe de Guinée, la Chine et la mer de Chine", "GN CN"),
        ("fr", "la République démocratique du Congo, la RDC, le Congo", "CD CD"),
        ("fr", "le Salvador, Salvador Quai, Maurice et Dominique", "SV"),
        ("fr", "le Niger, le Nigéria, le lac Tchad et le Tchad", "NE NG TD"),
        ("ru", "Россия, России, Россией, россияне и российский", "RU RU RU"),
        ("ru", "США, РФ, КНР, КНДР, ОАЭ и ЮАР", "US RU CN KP AE ZA"),
        ("ru", "Соединённым Штатам, Соединенных Штатов, Штатами", "US US US"),
        ("ru", "Того же дня до Того доплыли. Того не ждали; он из Того", "TG TG"),
        ("ru", "Чад стоял над плитой. Он был в Чаде, у озера Чад", "TD"),
        ("ru", "Самое важное на Самоа; Папуа и Никарагуа", "WS NI"),
        ("ru", "мали Мали, кубок Кубы, катар в Катаре", "ML CU QA"),
        ("ru", "Дана из Дании, Армен из Армении, Колумб в Колумбии, Инд в Индии", "DK AM CO IN"),
        ("ru", "Саудовской Аравией, Южной Кореей, Папуа — Новой Гвинее, Боснии и Герцеговине", "SA KR PG BA"),
        ("ru", "Китаю, Израилем, Беларусью, Филиппин, Нидерландов, Перу", "CN IL BY PH NL PE"),
        ("ru", "Демократической Республике Конго, Республикой Корея; Конго и Корее", "CD KR"),
    ],
)
def test_text_names_countries(language: str, text: str, countries: str) -> None:
    assert [mention.country for mention in found_in(language, text)] == countries.split()


@pytest.mark.parametrize("language", LANGUAGES)
def test_names_of_the_world_are_known_by_themselves(language: str) -> None:
    """Islands that the Russian CLDR abbreviates are known by the word that people write."""
    called = {code: str(Locale(language).territories[code]) for code in codes()}
    plain = {code: name for code, name in called.items() if "(" not in name and "о-в" not in name}
    wrong = {
        code: name
        for code, name in plain.items()
        if [each.country for each in found_in(language, f"x {name}")] != [code]
    }
    assert set(wrong) <= {"JE", "DM", "MU", "RE", "GS"}


def test_mentions_are_counted_over_title_lead_and_body() -> None:
    blocks = tuple(Block("paragraph", text) for text in ("Nothing.", "Iran and Iran.", "Russia."))
    article = Article("Iran waits", "en", "en", None, blocks, "made", "utf-8", lead="China too.")
    assert with_around(article).countries == (
        CountryMentions("IR", 3, 2, True),
        CountryMentions("CN", 1, 0, False),
        CountryMentions("RU", 1, 3, False),
    )


def test_a_country_may_stand_in_the_title_alone() -> None:
    article = Article("Iran waits", "en", "en", None, (Block("paragraph", "It does."),), "made", "utf-8")
    assert with_around(article).countries == (CountryMentions("IR", 1, None, True),)


def test_what_bans_somebody_in_russia_is_no_mention_of_russia() -> None:
    text = "The Front (banned in the Russian Federation) sits in Iran."
    article = Article(
        "T", "en", "en", None, (Block("paragraph", text),), "made", "utf-8", footnotes=("* banned in Russia",)
    )
    assert [found.country for found in with_around(article).countries] == ["IR"]


def test_a_text_in_another_language_names_none() -> None:
    article = Article("Russia", "de", "de", None, (Block("paragraph", "Iran"),), "made", "utf-8")
    assert with_around(article).countries == ()
