"""Which articles are the same piece, as a table of who names whom."""

from __future__ import annotations

import json
from itertools import pairwise, permutations

import pytest

from scraper.archive import Archive
from scraper.archive.across import update
from scraper.publisher import publisher
from scraper.readers import Readers
from scraper.records import FieldSource, Sighting, article_id

from .made import CRAWL, NOON, address, article, at, capture, keep, page, put, rows

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


CONTRADICTIONS = [  # pages that name others; sitemap entries that do; groups
    ({EN: [FR], FR: [EN], RU: [FR]}, {}, [{EN, FR, RU}]),
    ({EN: [FR], RU: [DE], FR: [RU]}, {}, [{EN, FR}, {RU, DE}]),  # the Russian one names another French one
    ({RU: [FR], FR: [RU]}, {RU: [DE]}, [{RU, FR}]),  # each names the other: that goes before one that is silent
    ({RU: [FR]}, {RU: [DE]}, [{RU, FR}]),  # a page goes before a sitemap
    ({RU: [FR, DE]}, {}, []),  # two of one language, by the same page
    ({EN: [FR, RU], RU: [EN, DE]}, {}, [{EN, RU, FR}, {EN, RU, DE}]),  # either, not both
]


@pytest.mark.parametrize(("pages", "sitemaps", "expected"), CONTRADICTIONS)
def test_contradictions(
    archive: Archive, pages: dict[str, list[str]], sitemaps: dict[str, list[str]], expected: list[set[str]]
) -> None:
    _publish(archive, pages, sitemaps)
    update(archive.db)
    found = _groups(archive)
    wanted = {frozenset(PLACES[name].id for name in names) for names in expected}
    assert found == wanted or (len(found) == 1 and found < wanted)
    sql = "select group_id from translations join articles on id = article_id group by group_id, edition"
    assert rows(archive.db, f"{sql} having count(*) > 1") == [], "one article a language"


def test_switch_that_leads_everywhere_to_one_article_makes_no_group(archive: Archive) -> None:
    for number in range(3):
        put(archive, article(f"en {number}", language="en", translations={"fr": PLACES[FR].url}), f"piece-{number}")
    put(archive, article("fr", language="fr"), language="fr")
    update(archive.db)
    assert _groups(archive) == set()
    assert rows(archive.db, "select distinct taken, why from translation_links") == [(0, "contradicted")]


def test_language_switch_is_told_from_hreflang(archive: Archive) -> None:
    said = FieldSource("translations", "language switch", "fr")
    put(archive, article("en", language="en", translations={"fr": PLACES[FR].url}, sources=(said,)))
    put(archive, article("fr", language="fr"), language="fr")
    update(archive.db)
    assert rows(archive.db, "select distinct method, score from translations") == [("switch", 0.9)]


@pytest.mark.parametrize(
    ("links", "expected"),
    [
        ('<a href="/fr/2025/07/01/ferry/">FR</a>', [("fr", "language switch", "fr")]),
        ('<a href="/fr/">FR</a>', []),  # an edition's home page is no translation
        ('<a hreflang="fr" href="/fr/2025/07/01/ferry/">FR</a>', [("fr", "language switch", "fr")]),
    ],
)
def test_page_tells_the_switch_from_the_head(archive: Archive, links: str, expected: list[tuple[str, ...]]) -> None:
    keep(archive, CRAWL, capture(body=page(after=links)), Readers([publisher("demo")]))
    sql = """select x.language, s.source, s.raw from alternates x
             left join field_sources s on s.article_id = x.article_id and s.field = 'translations'"""
    assert rows(archive.db, sql) == expected


def test_page_whose_head_names_it_needs_no_switch(archive: Archive) -> None:
    head = '<link rel="alternate" hreflang="fr" href="/fr/2025/07/01/ferry/">'
    body = page(head=head, after='<a href="/fr/2025/07/01/ferry/">FR</a>')
    keep(archive, CRAWL, capture(body=body), Readers([publisher("demo")]))
    assert rows(archive.db, "select language from alternates") == [("fr",)]
    assert rows(archive.db, "select * from field_sources where field = 'translations'") == []


@pytest.mark.parametrize("order", list(permutations((EN, FR, RU))), ids=" ".join)
def test_chain_is_one_group_in_whatever_order_it_is_told(archive: Archive, order: tuple[str, ...]) -> None:
    (first, second), (third, fourth) = list(pairwise(order))
    _publish(archive, {third: [fourth]}, {first: [second]})
    update(archive.db)
    assert _groups(archive) == {frozenset(PLACES[name].id for name in order)}


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
    _publish(archive, {}, {EN: [FR], FR: [RU]})
    update(archive.db)
    assert len(rows(archive.db, "select 1 from translations")) == 3
    archive.facts.sighted(Sighting(PLACES[FR], PLACES[FR].url, "sitemap", "s", None, {}), at(1))
    update(archive.db)
    assert _groups(archive) == {frozenset((PLACES[EN].id, PLACES[FR].id))}
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
