"""Which captures of an address are wanted."""

from __future__ import annotations

from itertools import permutations

import pytest

from scraper.imports.wayback.choice import Choice, wishes
from scraper.imports.wayback.records import Listed
from scraper.records import Address

FERRY = Address("demo/en", "/2025/07/02/ferry/", "https://courier.example/2025/07/02/ferry/")
TRAM = Address("demo/fr", "/fr/2025/07/02/tram/", "https://courier.example/fr/2025/07/02/tram/")


def listed(year: int, said: str) -> Listed:
    """A capture of that year: a digest, a status that is no page, or a revisit as "=digest"."""
    stamp = f"{year}0101000000"
    if said.isdigit():
        return Listed(FERRY.url, stamp, int(said), "text/html", "OTHER", 400)
    if said.startswith("="):
        return Listed(FERRY.url, stamp, None, "warc/revisit", said[1:], 400)
    return Listed(FERRY.url, stamp, 200, "text/html", said, 400)


def chosen(*said: str, first: int = 2010) -> list[int]:
    choice = Choice()
    for year, word in enumerate(said, first):
        choice.add(FERRY, listed(year, word))
    return [int(wish.listed.timestamp[:4]) for wish in wishes(choice, set())]


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        (["A"], [2010]),
        (["A", "A", "=A", "A"], [2010]),
        (["A", "B", "A"], [2010, 2011, 2012]),
        (["A", "=B", "B"], [2010, 2011]),  # a revisit of what the index lists nowhere else
        (["A", "404", "404", "410"], [2010, 2011]),
        (["A", "404", "A", "404"], [2010, 2013]),  # it came back as it was
        (["A", "503", "500"], [2010]),
        (["A", "301", "404", "301"], [2010, 2011, 2012]),
        (["404", "A"], [2011]),
        (["404", "410"], []),
        (["301", "404", "302"], [2010]),
        (["-", "-"], [2010, 2011]),  # without a digest nobody can tell
        ([], []),
    ],
)
def test_wanted_is_what_differs_and_how_it_ended(said: list[str], expected: list[int]) -> None:
    assert chosen(*said) == expected


def test_wanted_is_the_same_in_whatever_order_hosts_are_asked() -> None:
    said = {2010: "A", 2011: "B", 2012: "404", 2013: "B", 2014: "301"}
    found = set()
    for years in permutations(said):
        choice = Choice()
        for year in years:
            choice.add(FERRY, listed(year, said[year]))
        found.add(tuple(wish.listed.timestamp[:4] for wish in wishes(choice, set())))
    assert found == {("2010", "2011", "2014")}


def test_articles_of_which_nothing_is_held_come_first() -> None:
    choice = Choice()
    choice.add(FERRY, listed(2010, "A"))
    choice.add(TRAM, listed(2011, "A"))
    assert [wish.address for wish in wishes(choice, {FERRY})] == [TRAM, FERRY]


def test_repeats_take_no_memory() -> None:
    choice = Choice()
    for year in range(1990, 2025):
        choice.add(FERRY, listed(year, "A"))
    assert (choice.size, choice.repeated) == (1, 34)
