"""Which articles are the same piece, as a table of who names whom."""

from __future__ import annotations

import json
from itertools import pairwise, permutations

import pytest

from scraper.archive import Archive
from scraper.archive.across import update
from scraper.records import Sighting, article_id

from .made import NOON, address, article, at, put, rows

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


def _groups(archive: Archive) -> set[frozenset[object]]:
    found = rows(archive.db, "select json_group_array(article_id) from translations group by group_id")
    return {frozenset(json.loads(str(members))) for (members,) in found}


@pytest.mark.parametrize(("pages", "sitemaps", "expected"), GROUPS)
def test_groups(
    archive: Archive,
    pages: dict[str, list[str]],
    sitemaps: dict[str, list[str]],
    expected: dict[str, tuple[str, float]],
) -> None:
    _publish(archive, pages, sitemaps)
    update(archive.db)
    smallest = min((PLACES[name].id for name in expected), default=0)
    sql = "select article_id, group_id, language, method, score from translations order by 1"
    found = rows(archive.db, sql)
    assert found == sorted((PLACES[name].id, smallest, name[:2], *said) for name, said in expected.items())
    update(archive.db)
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
    update(archive.db)
    assert {row[0] for row in rows(archive.db, "select group_id from translations")} == {PLACES[members[0]].id}
    assert len(rows(archive.db, "select 1 from translations")) == 4


def test_two_ties_of_one_sitemap_entry_and_one_page_make_one_group(archive: Archive) -> None:
    a, b, c, d = sorted(PLACES, key=lambda name: PLACES[name].id)
    _publish(archive, {a: [b]}, {c: [d, b]})
    update(archive.db)
    assert rows(archive.db, "select distinct group_id from translations") == [(PLACES[a].id,)]


def test_groups_are_kept_apart_and_made_anew(archive: Archive) -> None:
    _publish(archive, {EN: [FR], RU: [DE]}, {})
    update(archive.db)
    assert len(rows(archive.db, "select distinct group_id from translations")) == 2
    put(archive, article("en, alone now", language="en"), hours=1)
    update(archive.db)
    assert {row[0] for row in rows(archive.db, "select article_id from translations")} == {
        PLACES[RU].id,
        PLACES[DE].id,
    }


@pytest.mark.parametrize("order", list(permutations((EN, FR, RU))), ids=" ".join)
def test_partner_that_arrives_later_joins_whoever_names_it(archive: Archive, order: tuple[str, ...]) -> None:
    """One is named by a page, one by a sitemap; the group is the same in whatever order they come."""
    named = {EN: {"fr": PLACES[FR].url}, FR: {}, RU: {}}
    for name in order:
        if name == RU:
            said = Sighting(PLACES[RU], PLACES[RU].url, "sitemap", "s", None, {"fr": PLACES[FR].url})
            archive.facts.sighted(said, NOON)
        put(archive, article(name, language=name, translations=named[name]), language=name)
        update(archive.db)
    assert len(rows(archive.db, "select 1 from translations")) == 3
    assert len(rows(archive.db, "select distinct group_id from translations")) == 1


def test_group_falls_apart_where_a_sitemap_names_others_than_before(archive: Archive) -> None:
    _publish(archive, {RU: [DE]}, {EN: [FR], FR: [RU]})
    update(archive.db)
    assert len(rows(archive.db, "select 1 from translations")) == 4
    archive.facts.sighted(Sighting(PLACES[FR], PLACES[FR].url, "sitemap", "s", None, {}), at(1))
    update(archive.db)
    assert _groups(archive) == {frozenset((PLACES[EN].id, PLACES[FR].id)), frozenset((PLACES[RU].id, PLACES[DE].id))}
    assert rows(archive.db, "select count(*) from sighting_alternates") == [(1,)]


def test_member_that_goes_over_to_another_group_leaves_the_rest_of_its_own_together(archive: Archive) -> None:
    _publish(archive, {EN: [FR, RU], RU: [FR]}, {})
    update(archive.db)
    put(archive, article("en now", language="en", translations={"fr": PLACES[DE].url}), hours=1)
    update(archive.db)
    assert _groups(archive) == {frozenset((PLACES[EN].id, PLACES[DE].id)), frozenset((PLACES[FR].id, PLACES[RU].id))}


def test_only_what_was_touched_is_grouped_again(archive: Archive) -> None:
    _publish(archive, {EN: [FR], RU: [DE]}, {})
    update(archive.db)
    archive.db.execute("update translations set method = 'as it was'")
    update(archive.db)
    put(archive, article("ru, changed", language="ru", translations={"fr": PLACES[DE].url}), language="ru", hours=1)
    put(archive, article("en", language="en", translations={"fr0": PLACES[FR].url}), hours=1)  # the same again
    update(archive.db)
    kept = {
        article for (article,) in rows(archive.db, "select article_id from translations where method = 'as it was'")
    }
    assert kept == {PLACES[EN].id, PLACES[FR].id}


def test_addresses_in_the_table_are_what_they_seem() -> None:
    assert all(place.id == article_id(place.edition, place.path) for place in PLACES.values())
    assert len({place.id for place in PLACES.values()}) == 4
