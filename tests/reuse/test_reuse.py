"""What stands again in other articles is found, whatever the order; what only looks like it is not."""

from __future__ import annotations

from itertools import permutations
from random import Random

import pytest

from scraper.archive import Archive
from scraper.archive.across import update
from scraper.archive.across.reuse.prints import COMMON

from .made import at, edited, keep, rows, text

TABLES = ("reuse", "clusters", "reuse_texts", "reuse_prints")


def bring_up_to_date(archive: Archive) -> None:
    with archive.transaction():
        update(archive.db)


def state(archive: Archive) -> dict[str, list[tuple[object, ...]]]:
    return {table: sorted(rows(archive.db, f"select * from {table}"), key=repr) for table in TABLES}


def anew(archive: Archive) -> dict[str, list[tuple[object, ...]]]:
    """What comes out where nothing was known before."""
    with archive.transaction():
        for table in TABLES:
            archive.db.execute(f"delete from {table}")
        archive.db.execute("insert into ungrouped select id from articles")
        update(archive.db)
    return state(archive)


A, B = text("a", 500), text("b", 500)
FOUND = [  # what is in one article, what in the other, share of either in the other, whether they are one cluster
    pytest.param(A, A, (1.0, 1.0), True, id="the same under a new headline"),
    pytest.param(A, A.upper().replace(".", "!"), (1.0, 1.0), True, id="the same in capitals"),
    pytest.param(A, edited(A, 40), (0.95, 0.95), True, id="a word in forty is another"),
    pytest.param(A, edited(A, 15), (0.9, 0.9), True, id="a word in fifteen is another"),
    pytest.param(A, A + " " + text("more", 300), (1.0, 0.62), True, id="with additions"),
    pytest.param(A, text("before", 900) + " " + A, (1.0, 0.36), False, id="a whole text in a longer one"),
    pytest.param(A, B + " " + " ".join(A.split()[100:260]) + " " + B[::-1], (0.32, 0.13), False, id="a long passage"),
    pytest.param(
        A, text("c", 2000) + " " + " ".join(A.split()[:200]), (0.4, 0.09), False, id="a passage, much around it"
    ),
]
NOT_FOUND = [
    pytest.param(A, B, id="other texts"),
    pytest.param(A, B + " " + " ".join(A.split()[100:128]), id="a sentence that is quoted"),
    pytest.param(A + " " + text("foot", 40), B + " " + text("foot", 40), id="one footer"),
    pytest.param(A, " ".join(sorted(A.split())), id="the same words in another order"),
    pytest.param("Too short.", "Too short.", id="no text to speak of"),
]


@pytest.mark.parametrize(("one_text", "other_text", "shares", "clustered"), FOUND)
def test_reuse_is_found(
    archive: Archive, one_text: str, other_text: str, shares: tuple[float, float], clustered: bool
) -> None:
    first, second = keep(archive, "first", one_text), keep(archive, "second", other_text)
    keep(archive, "another", text("z", 400))
    bring_up_to_date(archive)
    pair = rows(archive.db, "select article_id, other_id, share, other_share from reuse")
    there = {(a, b): (share, other) for a, b, share, other in pair}
    assert set(there) == {(first, second), (second, first)}
    assert there[first, second] == pytest.approx(shares, abs=0.06)
    assert there[second, first] == there[first, second][::-1]
    clusters = rows(archive.db, "select article_id, cluster_id from clusters")
    assert sorted(clusters) == (sorted((key, min(first, second)) for key in (first, second)) if clustered else [])


@pytest.mark.parametrize(("one_text", "other_text"), NOT_FOUND)
def test_what_is_no_reuse_is_not_found(archive: Archive, one_text: str, other_text: str) -> None:
    keep(archive, "first", one_text)
    keep(archive, "second", other_text)
    bring_up_to_date(archive)
    assert state(archive)["reuse"] == state(archive)["clusters"] == []


@pytest.mark.parametrize("language", ["en", "fr", "ru"])
def test_every_language_is_compared_with_itself_alone(archive: Archive, language: str) -> None:
    said = text("x", 300, language)
    keep(archive, "first", said, language)
    keep(archive, "second", said, language)
    other = {"en": "fr", "fr": "ru", "ru": "en"}[language]
    keep(archive, "translation", said, other)
    bring_up_to_date(archive)
    assert len(rows(archive.db, "select * from reuse")) == 2


def test_furniture_of_many_articles_is_no_reuse(archive: Archive) -> None:
    """Even where it is long, and has a large share of each."""
    footer = text("footer", 200)
    for number in range(COMMON + 3):
        keep(archive, f"slug-{number}", text(number, 300) + " " + footer)
        bring_up_to_date(archive)
        if number == 5:
            assert len(rows(archive.db, "select * from reuse")) == 6 * 5
    assert len(rows(archive.db, "select * from reuse")) == 0
    assert state(archive) == anew(archive)
    for number in range(3):  # three articles lose it, and it is furniture no more
        keep(archive, f"slug-{number}", text(number, 300), hours=1)
    bring_up_to_date(archive)
    assert len(rows(archive.db, "select * from reuse")) == COMMON * (COMMON - 1)
    assert state(archive) == anew(archive)


def test_every_order_gives_the_same(archive: Archive) -> None:
    bodies = {"a": A, "b": edited(A, 30), "c": A + " " + B, "d": B}
    states = []
    for number, order in enumerate(permutations(bodies)):
        for slug in order:
            keep(archive, slug, text(f"{slug} {number}", 100), hours=2 * number)
        bring_up_to_date(archive)
        assert state(archive)["reuse"] == []
        for slug in order:
            keep(archive, slug, bodies[slug], hours=2 * number + 1)
            bring_up_to_date(archive)
        states.append(state(archive))
    assert all(found == states[0] == anew(archive) for found in states)
    assert len(states[0]["reuse"]) == 2 * 4  # a, b and c with each other; c with d


def test_chance_changes_end_as_if_made_at_once(archive: Archive) -> None:
    chance = Random(3)
    parts = [text(number, 90) for number in range(6)]
    for hour in range(60):
        body = " ".join(chance.sample(parts, chance.randrange(1, 5)))
        keep(archive, f"slug-{chance.randrange(12)}", body, hours=hour)
        if chance.random() < 0.5:
            bring_up_to_date(archive)
    bring_up_to_date(archive)
    assert state(archive)["clusters"]
    assert state(archive) == anew(archive)


def test_an_edit_takes_a_cluster_apart(archive: Archive) -> None:
    first, second, third = (keep(archive, slug, A) for slug in ("first", "second", "third"))
    bring_up_to_date(archive)
    assert len(state(archive)["clusters"]) == 3
    keep(archive, "second", B, hours=1)
    bring_up_to_date(archive)
    assert {key for key, _ in state(archive)["clusters"]} == {first, third}
    keep(archive, "third", text("c", 300), hours=2)
    bring_up_to_date(archive)
    assert state(archive)["clusters"] == state(archive)["reuse"] == []
    assert second


def test_what_is_no_article_any_more_reuses_nothing(archive: Archive) -> None:
    first, second = keep(archive, "first", A), keep(archive, "second", A)
    bring_up_to_date(archive)
    with archive.transaction():
        archive.derived.statuses.went(first, "same-body", 1, at(1))
    bring_up_to_date(archive)
    assert state(archive)["reuse"] == []
    keep(archive, "first", A, hours=2)
    bring_up_to_date(archive)
    assert {key for key, _ in state(archive)["clusters"]} == {first, second}


def test_articles_that_nothing_changed_are_not_read(archive: Archive) -> None:
    keep(archive, "first", A)
    keep(archive, "second", A)
    bring_up_to_date(archive)
    said: list[str] = []
    archive.db.set_trace_callback(said.append)
    archive.db.execute("insert into ungrouped select id from articles")
    bring_up_to_date(archive)
    archive.db.set_trace_callback(None)
    assert [sql for sql in said if "insert into reuse" in sql or "delete from reuse " in sql] == []
