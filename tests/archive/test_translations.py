"""Which articles are the same piece, as a table of who names whom."""

from __future__ import annotations

from itertools import pairwise, permutations

import pytest

from scraper.archive import Archive
from scraper.archive.translations import group
from scraper.records import Sighting, article_id

from .made import NOON, address, article, put, rows

EN, FR, RU, DE = "en", "fr", "ru", "fr2"  # the fourth is another French one
PLACES = {name: address("ferry" if name != DE else "ferry-2", name[:2]) for name in (EN, FR, RU, DE)}
NOBODY = "https://courier.example/fr/2025/07/01/not-archived/"

GROUPS = [  # pages that name others; sitemap entries that do; article → (method, score)
    ({}, {}, {}),
    ({EN: [FR], FR: [EN]}, {}, {EN: ("hreflang", 1.0), FR: ("hreflang", 1.0)}),
    ({EN: [FR]}, {}, {EN: ("hreflang", 0.9), FR: ("hreflang", 0.9)}),
    ({}, {EN: [FR], FR: [EN]}, {EN: ("sitemap", 1.0), FR: ("sitemap", 1.0)}),
    ({}, {EN: [EN, FR, RU]}, {EN: ("sitemap", 0.9), FR: ("sitemap", 0.9), RU: ("sitemap", 0.9)}),
    ({EN: [FR]}, {FR: [EN]}, {EN: ("hreflang", 1.0), FR: ("hreflang", 1.0)}),
    (
        {EN: [FR, RU], FR: [EN, RU], RU: [EN, FR]},
        {},
        {EN: ("hreflang", 1.0), FR: ("hreflang", 1.0), RU: ("hreflang", 1.0)},
    ),
    ({EN: [FR], FR: [RU]}, {}, {EN: ("hreflang", 0.9), FR: ("hreflang", 0.9), RU: ("hreflang", 0.9)}),
    (
        {EN: [FR], FR: [EN]},
        {RU: [FR]},
        {EN: ("hreflang", 1.0), FR: ("hreflang", 1.0), RU: ("sitemap", 0.9)},
    ),
    ({EN: [NOBODY]}, {}, {}),
    ({EN: [NOBODY, RU]}, {}, {EN: ("hreflang", 0.9), RU: ("hreflang", 0.9)}),
    ({EN: [EN]}, {EN: [EN]}, {}),
]


def _url(name: str) -> str:
    return PLACES[name].url if name in PLACES else name


def _publish(archive: Archive, pages: dict[str, list[str]], sitemaps: dict[str, list[str]]) -> None:
    for name, place in PLACES.items():
        language = name[:2]
        named = {f"{to[:2]}{number}": _url(to) for number, to in enumerate(pages.get(name, ()))}
        slug = place.path.rstrip("/").rsplit("/", 1)[1]
        put(archive, article(name, language=language, translations=named), slug, language=language)
        announced = {f"{to[:2]}{number}": _url(to) for number, to in enumerate(sitemaps.get(name, ()))}
        if announced:
            archive.facts.sighted(Sighting(place, place.url, "sitemap", "s", None, announced), NOON)


@pytest.mark.parametrize(("pages", "sitemaps", "expected"), GROUPS)
def test_groups(
    archive: Archive,
    pages: dict[str, list[str]],
    sitemaps: dict[str, list[str]],
    expected: dict[str, tuple[str, float]],
) -> None:
    _publish(archive, pages, sitemaps)
    assert group(archive.db) == (1 if expected else 0)
    smallest = min((PLACES[name].id for name in expected), default=0)
    sql = "select article_id, group_id, language, method, score from translations order by 1"
    found = rows(archive.db, sql)
    assert found == sorted((PLACES[name].id, smallest, name[:2], *said) for name, said in expected.items())
    assert group(archive.db) == (1 if expected else 0)
    assert (
        rows(archive.db, "select article_id, group_id, language, method, score from translations order by 1") == found
    )
    assert rows(archive.db, "pragma foreign_key_check") == []


@pytest.mark.parametrize("order", list(permutations(range(4))), ids=str)
def test_chain_of_four_is_one_group_in_whatever_order_it_is_told(archive: Archive, order: tuple[int, ...]) -> None:
    members = sorted(PLACES, key=lambda name: PLACES[name].id)
    chain = [members[number] for number in order]
    half = len(chain) // 2
    ties = list(pairwise(chain))
    sitemaps = {one: [other] for one, other in ties[:half]}
    pages = {one: [other] for one, other in ties[half:]}
    _publish(archive, pages, sitemaps)
    assert group(archive.db) == 1
    assert {row[0] for row in rows(archive.db, "select group_id from translations")} == {PLACES[members[0]].id}
    assert len(rows(archive.db, "select 1 from translations")) == 4


def test_two_ties_of_one_sitemap_entry_and_one_page_make_one_group(archive: Archive) -> None:
    a, b, c, d = sorted(PLACES, key=lambda name: PLACES[name].id)
    _publish(archive, {a: [b]}, {c: [d, b]})
    assert group(archive.db) == 1
    assert rows(archive.db, "select distinct group_id from translations") == [(PLACES[a].id,)]


def test_groups_are_kept_apart_and_made_anew(archive: Archive) -> None:
    _publish(archive, {EN: [FR], RU: [DE]}, {})
    assert group(archive.db) == 2
    put(archive, article("en, alone now", language="en"), hours=1)
    assert group(archive.db) == 1
    assert {row[0] for row in rows(archive.db, "select article_id from translations")} == {
        PLACES[RU].id,
        PLACES[DE].id,
    }


def test_addresses_in_the_table_are_what_they_seem() -> None:
    assert all(place.id == article_id(place.edition, place.path) for place in PLACES.values())
    assert len({place.id for place in PLACES.values()}) == 4
