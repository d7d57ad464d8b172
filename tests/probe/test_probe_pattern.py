"""The shape of article addresses, told from addresses alone."""

from __future__ import annotations

import re
from collections.abc import Sequence

import pytest

from scraper.crawl.probe.pattern import infer

NAMES = "the-cat-sat-down my-dog-has-fleas why-we-read-old-books a-lamp-on-the-rocks rain-again".split()
SECTIONS = ("politics", "world", "culture", "sport", "science")

# name: (announced paths, the expression, other paths that it matches, paths that it must not match)
SHAPES: dict[str, tuple[Sequence[str], str, Sequence[str], Sequence[str]]] = {
    "day folders": (
        [f"2025/07/{day:02}/{name}/" for day in range(1, 9) for name in NAMES],
        r"\d{4}/\d{2}/\d{2}/[^/]+/",
        ["2014/01/31/%d0%bf%d0%b0%d1%80/", "2025/12/24/happy-new-year-7/"],
        ["2025/07/", "category/politics/", "author/anna/"],
    ),
    "days without a nought": (
        [f"2025/{month}/{month + 3}/{name}/" for month in range(5, 12) for name in NAMES],
        r"\d{4}/\d{1,2}/\d{1,2}/[^/]+/",
        ["2024/1/2/x/"],
        ["2024/1/2/"],
    ),
    "month folders": (
        [f"2024/05/{name}" for name in NAMES],
        r"\d{4}/\d{2}/[^/]+/?",
        ["2019/12/other", "2019/12/other/"],
        ["2024/05", "tag/x"],
    ),
    "numbers and a suffix": (
        [f"news/{number}.html" for number in range(12300, 12345)],
        r"news/\d+\.html/?",
        ["news/7.html"],
        ["news/archive.html", "sport/7.html", "news/"],
    ),
    "slug and number": (
        [f"{name}-{number}" for number, name in enumerate(NAMES, 123456)],
        r"[^/]+-\d+/?",
        ["other-9"],
        ["about", "contact-us"],
    ),
    "number and slug": (
        [f"story/{number}-{name}/" for number, name in enumerate(NAMES, 9123)],
        r"story/\d+-[^/]+/",
        ["story/1-x/"],
        ["story/x/"],
    ),
    "one folder": (
        [f"article/{name}" for name in NAMES],
        r"article/[^/]+/?",
        ["article/x"],
        ["category/x", "x"],
    ),
    "two folders": (
        [f"{kind}/{name}/" for kind in ("news", "opinion") for name in NAMES],
        r"(?:news|opinion)/[^/]+/",
        ["opinion/x/"],
        ["author/x/"],
    ),
    "a day in one part": (
        [f"news/2025-07-{day:02}/{name}" for day in range(10, 20) for name in NAMES],
        r"news/\d{4}-\d{2}-\d{2}/[^/]+/?",
        ["news/2019-01-01/x"],
        ["news/x"],
    ),
    "two shapes": (
        [*(f"{number}/" for number in range(1000, 1010)), *(f"2024/05/{name}/" for name in NAMES)],
        r"(?:\d+|\d{4}/\d{2}/[^/]+)/",
        ["7/", "2020/01/x/"],
        ["about/", "2024/05/"],
    ),
    "sections of any name": (
        [f"{section}/{name}-in-{section}" for section in SECTIONS for name in NAMES],
        r"[^/]+/[^/]+/?",
        ["weather/rain-again-and-again"],
        ["weather"],
    ),
}


@pytest.mark.parametrize("name", SHAPES)
def test_a_shape_is_told_from_announced_addresses(name: str) -> None:
    announced, regex, others, none = SHAPES[name]
    found = infer(announced)
    assert found is not None
    assert found.regex == regex
    assert (found.matched, found.announced, found.share) == (len(announced), len(announced), 1.0)
    assert all(found.matches(path) for path in (*announced, *others))
    assert not any(found.matches(path) for path in none)
    assert all(re.fullmatch(found.regex, path.rstrip("/") + "/") for path in announced)  # as a crawl compares


def test_what_is_announced_and_no_article_lowers_the_share_alone() -> None:
    announced = [f"2025/07/01/{name}/" for name in NAMES] * 4 + ["about/", "imprint-of-ours/"]
    found = infer(announced)
    assert found is not None
    assert (found.regex, found.matched, found.announced) == (r"\d{4}/\d{2}/\d{2}/[^/]+/", 5, 6)
    assert found.missed == ("imprint-of-ours/",)


def test_pages_that_look_like_slugs_are_kept_out_by_name() -> None:
    found = infer([f"{name}/" for name in NAMES], ["our-history/", "a-story-nobody-has-announced-yet/"], ["fr"])
    assert found is not None
    assert found.matches("a-new-one/")
    assert not found.matches("our-history/")
    assert not found.matches("fr/")
    assert found.matches("a-story-nobody-has-announced-yet/")  # a long slug is no page
    assert found.caught == ("a-story-nobody-has-announced-yet/",)


def test_a_section_of_articles_is_never_kept_out() -> None:
    announced = [f"{section}/{name}-again" for section in SECTIONS for name in NAMES]
    found = infer(announced, ["politics/index", "legal/cookies"])
    assert found is not None
    assert found.matches("politics/other")
    assert not found.matches("legal/cookies")


@pytest.mark.parametrize("paths", [[], ["about/"], ["2025/07/", "2025/06/"], ["category/x/page/2/", "tag/y/"]])
def test_nothing_is_told_where_nothing_is_announced(paths: Sequence[str]) -> None:
    assert infer(paths) is None


def test_links_alone_must_look_like_articles() -> None:
    menu = ["politics", "world", "sport"]
    assert infer(menu, sure=False) is None
    found = infer([*menu, *(f"news/{number}.html" for number in range(100, 112))], sure=False)
    assert found is not None
    assert found.regex == r"news/\d+\.html/?"
