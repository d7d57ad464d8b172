"""The state of each URL: announced once, claimed once a crawl, due when it is time, and why not held."""

from __future__ import annotations

from datetime import datetime

import pytest

from scraper.archive import Archive, Wanted
from scraper.records import REASONS, Address, iso

from .made import CRAWL, NOON, address, at, capture, rows

EDITIONS = ("demo/en", "demo/fr", "demo/ru")


def _claim(archive: Archive, crawl: int = CRAWL, now: datetime = NOON, count: int = 100) -> list[Address]:
    return [claim.address for claim in archive.queue.claim(Wanted(EDITIONS, crawl), now, count)]


def _state(archive: Archive, where: Address) -> tuple[object, ...]:
    ((*found,),) = rows(archive.db, "select state, reason, detail, tries from frontier where id = ?", where.id)
    return tuple(found)


def _held(archive: Archive, where: Address, fetched: datetime = NOON, due: datetime | None = None) -> None:
    kept = archive.facts.add(CRAWL, capture(where.path.split("/")[-2]), "modern")
    archive.frontier.held(where, kept.id, fetched, due)


def test_address_is_announced_once(archive: Archive) -> None:
    assert archive.frontier.announce(address(), NOON) is True
    assert archive.frontier.announce(address(), at(1)) is False
    assert rows(
        archive.db, "select id, edition, path, url, state, reason, discovered, due, crawl_id from frontier"
    ) == [(address().id, "demo/en", address().path, address().url, "pending", None, iso(NOON), iso(NOON), None)]


def test_discovery_is_the_first_announcement(archive: Archive) -> None:
    for hours in (0, 5):
        archive.frontier.announce(address(), at(hours))
    assert archive.frontier.discovered(address()) == NOON
    with pytest.raises(KeyError):
        archive.frontier.discovered(address("never"))


def test_nothing_is_claimed_twice_in_one_crawl(archive: Archive) -> None:
    for number in range(25):
        archive.frontier.announce(address(f"slug-{number}"), NOON)
    claimed = [_claim(archive, count=10) for _ in range(4)]
    assert [len(batch) for batch in claimed] == [10, 10, 5, 0]
    assert len({found.id for batch in claimed for found in batch}) == 25
    archive.frontier.wake(address("slug-3"), NOON)
    assert _claim(archive) == []


def test_next_crawl_claims_what_the_last_one_left(archive: Archive) -> None:
    for slug in ("done", "left"):
        archive.frontier.announce(address(slug), NOON)
    assert len(_claim(archive)) == 2
    _held(archive, address("done"), due=at(5))
    assert _claim(archive, crawl=2, now=at(1)) == [address("left")]


def test_released_address_is_claimed_again(archive: Archive) -> None:
    archive.frontier.announce(address(), NOON)
    assert _claim(archive) == [address()]
    archive.queue.release(address())
    assert _claim(archive) == [address()]


@pytest.mark.parametrize(
    ("due", "now", "claimed"),
    [(at(0), at(0), True), (at(0), at(1), True), (at(2), at(1), False), (at(2), at(2), True), (None, at(9999), False)],
)
def test_address_is_claimed_when_it_is_due(
    archive: Archive, due: datetime | None, now: datetime, claimed: bool
) -> None:
    archive.frontier.announce(address(), at(-10))
    _held(archive, address(), at(-5), due)
    assert archive.queue.waiting(Wanted(EDITIONS, 2), now) == int(claimed)
    assert _claim(archive, 2, now) == ([address()] if claimed else [])
    assert archive.queue.waiting(Wanted(EDITIONS, 2), now) == 0


def test_new_addresses_are_claimed_before_known_ones_and_say_so(archive: Archive) -> None:
    for slug in ("known", "new"):
        archive.frontier.announce(address(slug), NOON)
    _held(archive, address("known"), due=at(-99))
    claims = archive.queue.claim(Wanted(EDITIONS, 2), NOON, 10)
    assert [(claim.address, claim.known) for claim in claims] == [(address("new"), False), (address("known"), True)]


def test_only_the_editions_asked_for_are_claimed(archive: Archive) -> None:
    for language in ("en", "fr", "ru"):
        archive.frontier.announce(address(language=language), NOON)
    french = archive.queue.claim(Wanted(("demo/fr",), CRAWL), NOON, 9)
    assert [claim.address.edition for claim in french] == ["demo/fr"]
    assert archive.queue.claim(Wanted((), CRAWL), NOON, 9) == []
    assert archive.queue.waiting(Wanted(("demo/en", "demo/ru"), CRAWL), NOON) == 2


@pytest.mark.parametrize(("before", "after"), [(None, at(1)), (at(5), at(1)), (at(-5), at(-5))])
def test_source_that_says_an_address_changed_makes_it_due(
    archive: Archive, before: datetime | None, after: datetime
) -> None:
    archive.frontier.announce(address(), NOON)
    _held(archive, address(), due=before)
    archive.frontier.wake(address(), at(1))
    assert rows(archive.db, "select due from frontier") == [(iso(after),)]


@pytest.mark.parametrize("reason", [reason for reason in REASONS if reason != "pending"])
def test_missing_address_keeps_its_reason(archive: Archive, reason: str) -> None:
    archive.frontier.announce(address(), NOON)
    archive.frontier.missing(address(), reason, "detail", NOON, None)
    assert _state(archive, address()) == ("missing", reason, "detail", 0)
    assert rows(archive.db, "select edition, reason, urls, example from gaps") == [
        ("demo/en", reason, 1, address().url)
    ]


def test_unknown_reason_is_refused(archive: Archive) -> None:
    archive.frontier.announce(address(), NOON)
    with pytest.raises(KeyError):
        archive.frontier.missing(address(), "felt like it", "", NOON, None)
    assert _state(archive, address()) == ("pending", None, None, 0)


def test_address_that_is_held_stays_held(archive: Archive) -> None:
    archive.frontier.announce(address(), NOON)
    _held(archive, address())
    archive.frontier.missing(address(), "gone-404", "status 404", at(1), at(9))
    assert _state(archive, address()) == ("held", None, None, 0)
    assert rows(archive.db, "select fetched, due from frontier") == [(iso(at(1)), iso(at(9)))]


def test_missing_address_that_comes_back_is_held(archive: Archive) -> None:
    archive.frontier.announce(address(), NOON)
    archive.frontier.missing(address(), "http-error", "status 503", NOON, at(1))
    _held(archive, address(), at(1))
    assert _state(archive, address()) == ("held", None, None, 0)


def test_tries_without_an_answer_are_counted(archive: Archive) -> None:
    archive.frontier.announce(address(), NOON)
    for _ in range(3):
        archive.frontier.missing(address(), "fetch-failed", "refused", None, NOON)
    assert _state(archive, address()) == ("missing", "fetch-failed", "refused", 3)
    assert rows(archive.db, "select fetched from frontier") == [(None,)]
    archive.frontier.missing(address(), "http-error", "status 500", at(1), NOON)
    assert _state(archive, address()) == ("missing", "http-error", "status 500", 0)


@pytest.mark.parametrize("held", [True, False])
def test_confirmed_address_stays_what_it_was(archive: Archive, held: bool) -> None:
    archive.frontier.announce(address(), NOON)
    if held:
        _held(archive, address())
    else:
        archive.frontier.missing(address(), "no-text", "3 words", NOON, None)
    before = _state(archive, address())
    archive.frontier.confirmed(address(), at(3), at(7))
    assert _state(archive, address()) == before
    assert rows(archive.db, "select fetched, due from frontier") == [(iso(at(3)), iso(at(7)))]


def test_coverage_counts_what_is_announced_held_and_missing(archive: Archive) -> None:
    for slug in ("held", "missing", "pending"):
        archive.frontier.announce(address(slug), NOON)
    archive.frontier.announce(address(language="ru"), NOON)
    _held(archive, address("held"), at(2))
    archive.frontier.missing(address("missing"), "no-text", "", at(1), None)
    columns = "edition, announced, held, missing, first_announced, last_fetched"
    assert rows(archive.db, f"select {columns} from coverage order by 1") == [
        ("demo/en", 3, 1, 2, iso(NOON), iso(at(2))),
        ("demo/ru", 1, 0, 1, iso(NOON), None),
    ]
    assert rows(archive.db, "select reason from gaps where edition = 'demo/en' order by 1") == [
        ("no-text",),
        ("pending",),
    ]
