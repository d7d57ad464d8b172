"""The same body at three addresses of an edition is no article, however it came to be there."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from scraper.archive import Archive
from scraper.keep import rebuild, redirect_target
from scraper.publisher import publisher
from scraper.readers import Readers
from scraper.records import Capture

from .made import CRAWL, TEXT, address, at, capture, dump, keep, one, page, rows

DEMO = publisher("demo")
READERS = Readers([DEMO])
WALL = "Our readers come first, and we would like to know who they are before the page opens for them. " * 3
HELD, SHARED = ("held", "online"), ("missing", "same-body")
REFUSED = ("missing", None)  # no article was made of it
BEHIND = ("held", "same-body")  # an article of its own text, whose address now brings the wall


def wall(slug: str, *, lead: str = "", names: str | None = None, language: str = "en") -> Capture:
    """An address that brings the wall under a title of its own, and names another as its canonical one."""
    head = f'<link rel="canonical" href="{address(names).url}">' if names else ""
    body = page(f"About {slug}", WALL, head)
    if lead:
        body = body.replace(
            b'<div class="entry-content">', f'<p class="post-lead">{lead}</p><div class="entry-content">'.encode()
        )
    return capture(slug, body, language=language)


def story(slug: str, text: str = "") -> Capture:
    return capture(slug, page(f"About {slug}", text))


def moved(slug: str, target: str) -> Capture:
    return capture(slug, status=301, headers=(("Location", address(target).url),))


def live(archive: Archive, *came: Capture) -> list[str]:
    """Keeps captures, an hour after one another; returns what was counted of each."""
    return [
        keep(archive, CRAWL, _at(each, hour), READERS, at(99), redirect_target(DEMO, each))
        for hour, each in enumerate(came)
    ]


def _at(came: Capture, hour: int) -> Capture:
    return Capture(came.url, at(hour), came.status, came.headers, came.body, came.kind, came.address)


def states(archive: Archive) -> dict[str, tuple[object, ...]]:
    """Each address by its slug, and in other languages by that: its state, and its article's status."""
    found = rows(archive.db, "select f.path, f.state, a.status from frontier f left join articles a using (id)")
    return {str(path).replace("2025/07/01/", "").strip("/"): tuple(state) for path, *state in found}


LIVES: dict[str, tuple[Sequence[Capture], dict[str, tuple[object, ...]]]] = {
    "two addresses may share a text": ([wall("a"), wall("b")], {"a": HELD, "b": HELD}),
    "three may not": ([wall("a"), wall("b"), wall("c")], {"a": SHARED, "b": SHARED, "c": REFUSED}),
    "nor may later ones": (
        [wall("a"), wall("b"), wall("c"), wall("d"), wall("e")],
        {"a": SHARED, "b": SHARED, "c": REFUSED, "d": REFUSED, "e": REFUSED},
    ),
    "whatever stands around it": (
        [wall("a"), wall("b", lead="A lead that only this address has, long enough."), wall("c")],
        {"a": SHARED, "b": SHARED, "c": REFUSED},
    ),
    "one address may bring it as often as it likes": (
        [wall("a"), wall("a"), wall("a"), wall("b")],
        {"a": HELD, "b": HELD},
    ),
    "what was refused stays so when it is asked again": (
        [wall("a"), wall("b"), wall("c"), wall("a"), wall("c")],
        {"a": SHARED, "b": SHARED, "c": REFUSED},
    ),
    "each edition has its own": (
        [wall("a"), wall("b"), wall("a", language="fr"), wall("a", language="ru")],
        {"a": HELD, "b": HELD, "fr/a": HELD, "ru/a": HELD},
    ),
    "a short text may be anybody's": (
        [capture(slug, page(slug, "Pictures of the day.").replace(
            b'<div class="entry', f'<p class="post-lead">{TEXT}</p><div class="entry'.encode())) for slug in "abc"],
        {"a": HELD, "b": HELD, "c": HELD},
    ),
    "another text makes an article of it again": (
        [wall("a"), wall("b"), wall("c"), story("a"), story("c")],
        {"a": HELD, "b": SHARED, "c": HELD},
    ),
    "a wall is known again, and an article keeps its text behind it": (
        [wall("a"), wall("b"), wall("c"), story("a"), story("b"), wall("d"), wall("a")],
        {"a": BEHIND, "b": HELD, "c": REFUSED, "d": REFUSED},
    ),
    "an article that has moved twice has one address": (
        [wall("a"), moved("a", "b"), wall("b"), moved("b", "c"), wall("c")],
        {"a": ("held", "redirected"), "b": ("held", "redirected"), "c": HELD},
    ),
    "copies that name the article are the article": (
        [wall("a"), wall("a-print", names="a"), wall("a-light", names="a"), wall("a-old", names="a")],
        {"a": HELD, "a-print": HELD, "a-light": HELD, "a-old": HELD},
    ),
    "copies are known as such when the article comes": (
        [*(wall(slug, names="a") for slug in ("print", "light", "old")), wall("a"), wall("light", names="a")],
        {"print": SHARED, "light": HELD, "old": REFUSED, "a": HELD},
    ),
    "an address that every one of them names hides nothing": (
        [wall("a", names="home"), wall("b", names="home"), wall("c", names="home")],
        {"a": SHARED, "b": SHARED, "c": REFUSED},
    ),
    "what is gone was no article either": (
        [wall("a"), capture("a", status=404), wall("b"), wall("c")],
        {"a": SHARED, "b": SHARED, "c": REFUSED},
    ),
    "one that goes later is gone": (
        [wall("a"), wall("b"), wall("c"), capture("a", status=404), capture("c", status=410)],
        {"a": ("missing", "gone-404"), "b": SHARED, "c": REFUSED},
    ),
    "nothing changed: it is the wall still": (
        [wall("a"), wall("b"), wall("c"), capture("a", status=304)],
        {"a": SHARED, "b": SHARED, "c": REFUSED},
    ),
}  # fmt: skip


@pytest.mark.parametrize(("came", "expected"), LIVES.values(), ids=LIVES)
def test_what_becomes_of_addresses_and_a_rebuild_agrees(
    archive: Archive, came: Sequence[Capture], expected: dict[str, tuple[object, ...]]
) -> None:
    live(archive, *came)
    assert states(archive) == expected
    lived = dump(archive.db)
    rebuild(archive, READERS)
    assert dump(archive.db) == lived
    assert rows(archive.db, "select sum(announced) - sum(held) from coverage") == rows(
        archive.db, "select coalesce(sum(urls), 0) from gaps"
    )


def test_each_names_another_address_that_has_it(archive: Archive) -> None:
    assert live(archive, *map(wall, "abcd")) == ["new", "new", "same-body", "same-body"]
    assert rows(archive.db, "select path, reason, detail from frontier order by path") == [
        (address("a").path, "same-body", address("c").url),
        *((address(slug).path, "same-body", address("a").url) for slug in "bcd"),
    ]
    assert rows(archive.db, "select distinct reason, urls from gaps") == [("same-body", 4)]


def test_versions_and_captures_stay(archive: Archive) -> None:
    live(archive, *map(wall, "abc"))
    assert rows(archive.db, "select title, versions, status, status_since from articles order by title") == [
        ("About a", 1, "same-body", "2025-07-02T14:00:00Z"),
        ("About b", 1, "same-body", "2025-07-02T14:00:00Z"),
    ]
    assert one(archive.db, "select count(*) from versions") == 2
    assert one(archive.db, "select count(*) from captures where sha256 is not null") == 3


def test_address_that_did_not_answer_since_keeps_that_reason_in_a_rebuild(archive: Archive) -> None:
    live(archive, *map(wall, "abc"))
    for slug in "ac":
        archive.frontier.missing(address(slug), "fetch-failed", "refused", None, None)
    lived = dump(archive.db)
    rebuild(archive, READERS)
    assert dump(archive.db) == lived
    assert rows(archive.db, "select reason from frontier order by path") == [
        ("fetch-failed",),
        ("same-body",),
        ("fetch-failed",),
    ]


def test_many_addresses_of_one_wall_cost_no_more_each(archive: Archive) -> None:
    """Steps of SQLite's machine, which are the same on every computer."""

    def steps(*came: Capture) -> int:
        taken = 0

        def step() -> None:
            nonlocal taken
            taken += 1

        archive.db.set_progress_handler(step, 10)
        live(archive, *came)
        archive.db.set_progress_handler(None, 0)
        return taken

    live(archive, *(wall(f"wall-{number}") for number in range(10)))
    few = steps(wall("few"))
    live(archive, *(wall(f"wall-{number}") for number in range(10, 200)))
    assert steps(wall("many")) < 1.2 * few
