"""Grouping article by article gives the very rows that grouping all at once gives, in whatever order they come."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from random import Random

import pytest

from bench.planted import Printed, plant
from bench.planted.storing import address, begin, store
from scraper.archive import Archive
from scraper.archive.across import update
from scraper.archive.across.touched import touch
from scraper.archive.across.translations import verdicts
from scraper.archive.across.translations.verdicts import NOT_SAME, SAME, Verdict
from scraper.records import Sighting

from .made import NOON, rows

TABLES = ("translations", "translation_links", "translation_keys")
Rows = dict[str, list[tuple[object, ...]]]


def grouped(archive: Archive) -> Rows:
    return {table: sorted(rows(archive.db, f"select * from {table}"), key=repr) for table in TABLES}


def all_at_once(archive: Archive) -> Rows:
    """What a rebuild makes of the same articles."""
    with archive.transaction():
        for table in TABLES:
            archive.db.execute(f"delete from {table}")
        for (key,) in rows(archive.db, "select id from articles"):
            assert isinstance(key, int)
            touch(archive.db, key)
        update(archive.db)
    return grouped(archive)


def _changed(random: Random, printed: Printed, others: list[Printed]) -> Printed:
    """The same page as it might be later: signed, dated, illustrated otherwise, or with another's text."""
    other = random.choice(others)
    choices: list[dict[str, object]] = [
        {"author": other.author},
        {"author": None},
        {"images": other.images},
        {"images": ()},
        {"links": other.links},
        {"paragraphs": other.paragraphs if other.language == printed.language else printed.paragraphs[1:]},
        {"named": not printed.named},
    ]
    return replace(printed, **random.choice(choices))  # type: ignore[arg-type]


@pytest.mark.parametrize("seed", range(12))
def test_every_order_and_every_change_ends_in_the_rows_of_a_rebuild(archive: Archive, seed: int) -> None:
    random = Random(seed)
    pieces = plant(24, seed, seed % 2)
    days = {piece.printed[0].day for piece in pieces}
    shift = {day: min(days) + timedelta(days=number // 4) for number, day in enumerate(sorted(days))}  # close together
    pages = [
        replace(printed, day=shift.get(printed.day, printed.day), author=printed.author and printed.author[:8])
        for piece in pieces
        for printed in piece.printed
    ]
    partners = {page.piece: [other for other in pages if other.piece == page.piece] for page in pages}
    random.shuffle(pages)
    crawl = begin(archive)
    judged: list[Verdict] = []
    for number, page in enumerate([*pages, *random.sample(pages, 12)]):
        again = number >= len(pages)
        now = _changed(random, page, pages) if again else page
        # Some pages name a stranger, so that statements contradict each other.
        named = [replace(found, named=True) for found in (random.sample(pages, 2) if random.random() < 0.2 else [])]
        now = replace(now, named=True) if named else now
        with archive.transaction():
            store(archive, crawl, now, [*partners[page.piece], *named], number)
            if random.random() < 0.2:
                where, stranger = address(page), random.choice(pages)
                said = {stranger.language: address(stranger).url} if random.random() < 0.7 else {}
                archive.facts.sighted(Sighting(where, where.url, "sitemap", "s", None, said), NOON)
            if random.random() < 0.15:
                judged = _judge(archive, random, pages, judged, number)
            if random.random() < 0.7:
                update(archive.db)
    with archive.transaction():
        update(archive.db)
    one_by_one = grouped(archive)
    assert one_by_one["translation_links"]
    assert all_at_once(archive) == one_by_one
    assert rows(archive.db, "pragma foreign_key_check") == []


def _judge(archive: Archive, random: Random, pages: list[Printed], judged: list[Verdict], number: int) -> list[Verdict]:
    """Adds a verdict that contradicts none, or takes all of them back."""
    if random.random() < 0.2:
        judged = []
    one, other = (address(page).id for page in random.sample(pages, 2))
    pair = (min(one, other), max(one, other))
    if not any({one, other} & {*verdict.pair} for verdict in judged):
        judged = [*judged, Verdict(number + 2, *pair, random.choice((SAME, NOT_SAME)))]
    verdicts.apply(archive.db, judged, "v.csv", repr(judged).encode(), NOON)
    return judged


def test_a_group_has_one_article_a_language_and_its_smallest_key_for_a_name(archive: Archive) -> None:
    crawl = begin(archive)
    with archive.transaction():
        for piece in plant(60, 5, 1):
            for printed in piece.printed:
                store(archive, crawl, printed, piece.printed)
        update(archive.db)
    assert rows(archive.db, "select 1 from translations group by group_id having min(article_id) <> group_id") == []
    assert rows(archive.db, "select 1 from translations group by group_id, language having count(*) > 1") == []
    assert rows(archive.db, "select 1 from translations group by group_id having count(*) = 1") == []
    assert rows(archive.db, "select count(*) > 20 from translations where method = 'inferred'") == [(1,)]
