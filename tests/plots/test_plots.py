"""What a plot's drawing says: its marks, ticks and words, parsed back from the SVG."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any
from xml.etree import ElementTree as Xml

import pytest

from scraper.publish.plots import Figure, Plot, declared, document, figure
from scraper.publish.plots.axis import number, ticks
from scraper.publish.plots.canvas import DARK, LIGHT
from scraper.publish.plots.series import data

SVG = "{http://www.w3.org/2000/svg}"
HOSTILE = '<script>alert("x")</script>\'&'
MONTHS: Mapping[str, object] = {"kind": "columns", "x": "month", "y": "articles", "unit": "articles"}
EDITIONS: Mapping[str, object] = {**MONTHS, "series": "edition"}
Rows = Sequence[Sequence[object]]


def drawn(about: Mapping[str, object], rows: Rows, columns: Sequence[str] = ("month", "articles", "edition")) -> Figure:
    return figure(declared(about), "Articles", columns, rows, key="p")


def alone(about: Mapping[str, object], rows: Rows, *, dark: bool = False) -> str:
    return document(declared(about), "Articles", "Source", ("month", "articles", "edition"), rows, dark=dark)


def tree(markup: str) -> Xml.Element:
    return Xml.fromstring(str(markup).replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1))


def marks(markup: str, name: str = "s1") -> list[Xml.Element]:
    """The rects with a title in the groups of a series."""
    groups = tree(markup).iter(f"{SVG}g")
    return [rect for group in groups if group.get("class") == name for rect in group.iter(f"{SVG}rect") if title(rect)]


def title(mark: Xml.Element) -> str:
    return mark.findtext(f"{SVG}title") or ""


def heights(markup: str, name: str = "s1") -> list[float]:
    return [float(rect.get("height", "")) for rect in marks(markup, name)]


def words(markup: str) -> list[str]:
    return [element.text or "" for element in tree(markup).iter(f"{SVG}text")]


def paths(markup: str, name: str) -> list[str]:
    groups = tree(markup).iter(f"{SVG}g")
    found = [path for group in groups if group.get("class") == name for path in group.iter(f"{SVG}path")]
    return [path.get("d", "") for path in found if title(path)]


def test_columns_are_as_tall_as_their_values_in_both_sizes() -> None:
    plot = drawn(MONTHS, [("2021-01", 10), ("2021-02", 40), ("2021-03", 20)])
    for markup in (plot.wide, plot.narrow):
        one, two, three = heights(markup)
        assert two == pytest.approx(4 * one, rel=0.01)
        assert three == pytest.approx(2 * one, rel=0.01)
        assert [title(mark) for mark in marks(markup)] == [
            "2021-01, 10 articles",
            "2021-02, 40 articles",
            "2021-03, 20 articles",
        ]


def test_stack_stands_on_what_is_below_it_and_its_parts_are_told() -> None:
    rows = [("2021-01", 10, "a/en"), ("2021-01", 30, "a/fr"), ("2021-02", 5, "a/fr")]
    markup = drawn(EDITIONS, rows).wide
    (below,), (above, alone) = marks(markup, "s1"), marks(markup, "s2")
    foot = float(above.get("y", "")) + float(above.get("height", ""))
    assert foot == pytest.approx(float(below.get("y", "")), abs=0.02)
    assert title(above) == "2021-01, a/fr: 30 articles"
    assert float(alone.get("y", "")) > foot
    assert [word for word in words(markup) if word.startswith("a/")] == ["a/en", "a/fr"]


def test_groups_stand_side_by_side() -> None:
    rows = [("before", 10, "a/en"), ("before", 10, "a/fr"), ("after", 20, "a/en"), ("after", 5, "a/fr")]
    markup = drawn({**EDITIONS, "stack": False}, rows).wide
    english, french = marks(markup, "s1"), marks(markup, "s2")
    assert float(french[0].get("x", "")) > float(english[0].get("x", ""))
    assert english[0].get("y") == french[0].get("y")
    assert {"before", "after"} <= set(words(markup))


def test_shares_add_up_to_a_hundred() -> None:
    rows = [("2021", 10, "a"), ("2021", 30, "b"), ("2022", 1, "a"), ("2022", 1, "b")]
    markup = drawn({**EDITIONS, "kind": "share"}, rows).wide
    assert sum(heights(markup, name)[0] for name in ("s1", "s2")) == pytest.approx(260, abs=0.1)
    assert [title(mark) for mark in marks(markup, "s1")] == ["2021, a: 10 articles, 25 %", "2022, a: 1 article, 50 %"]
    assert "100 %" in words(markup)


def test_bars_are_the_largest_and_the_others_together() -> None:
    rows = [(f"Author {n:02}", 100 - n) for n in range(30)]
    plot = drawn({"kind": "bars", "x": "name", "y": "articles", "most": 5}, rows, ("name", "articles"))
    widths = [float(mark.get("width", "")) for mark in marks(plot.wide)]
    assert len(widths) == 6
    assert widths[:5] == sorted(widths[:5], reverse=True)
    assert widths[4] / widths[0] == pytest.approx(0.96, rel=0.01)
    assert title(marks(plot.wide)[5]) == f"25 others, {sum(100 - n for n in range(5, 30)):,}"
    assert {"Author 00", "25 others"} <= set(words(plot.narrow))


def test_means_have_no_others() -> None:
    rows = [("2021", n, f"s{n}") for n in range(10)]
    plot = drawn({**EDITIONS, "kind": "lines", "adds": False}, rows)
    assert data(declared({**EDITIONS, "adds": False}), ("month", "articles", "edition"), rows).series[-1].name == "s3"
    assert plot.notes == ("The 7 largest are drawn; 3 more are not, for they do not add up.",)


def test_many_series_are_the_largest_and_others() -> None:
    rows = [("2021", n + 1, f"site{n}") for n in range(20)]
    plot = drawn(EDITIONS, rows)
    assert [title(mark) for mark in marks(plot.wide, "s8")] == [f"2021, others: {sum(range(1, 14))} articles"]
    assert plot.notes == ("The 7 largest are drawn apart; 13 others together.",)
    assert [title(mark) for mark in marks(plot.wide, "s1")] == ["2021, site19: 20 articles"]


@pytest.mark.parametrize(
    ("missing", "runs"),
    [("zero", ["MLLLLL"]), ("blank", ["ML", "ML"])],
)
def test_line_goes_to_zero_or_breaks_where_something_is_missing(missing: str, runs: list[str]) -> None:
    rows = [("2021-01", 4), ("2021-02", 4), ("2021-05", 4), ("2021-06", 4)]
    (course,) = paths(drawn({**MONTHS, "kind": "lines", "missing": missing}, rows).wide, "l1")
    assert re.findall("ML*", re.sub("[^ML]", "", course)) == runs


def test_line_shows_a_value_between_two_gaps() -> None:
    rows = [("2021-01", 4), ("2021-03", 4), ("2021-05", 4)]
    (course,) = paths(drawn({**MONTHS, "kind": "lines", "missing": "blank"}, rows).wide, "l1")
    assert course.count("h4") == 3


def test_line_tells_all_values_of_a_month_to_who_points_at_it() -> None:
    rows = [("2021-01", 4, "a"), ("2021-01", 1234.5, "b"), ("2021-02", 3, "b")]
    plot = drawn({**EDITIONS, "kind": "lines"}, rows)
    assert [title(mark) for mark in marks(plot.wide, "hover")] == [
        "2021-01\na: 4 articles\nb: 1,234.5 articles",
        "2021-02\nb: 3 articles",
    ]


def test_months_of_which_nothing_is_known_are_marked() -> None:
    plot = drawn({**MONTHS, "missing": "blank"}, [("2021-01", 4), ("2021-04", 4), ("2021-06", 1)])
    assert [title(mark) for mark in marks(plot.wide, "gap")] == [
        "2021-02 to 2021-03: nothing is known",
        "2021-05: nothing is known",
    ]
    assert marks(drawn(MONTHS, [("2021-01", 4), ("2021-04", 4)]).wide, "gap") == []


def test_gaps_have_their_width() -> None:
    one, two, three = marks(drawn(MONTHS, [("2021-01", 4), ("2021-02", 4), ("2021-12", 4)]).wide)
    at = [float(mark.get("x", "")) for mark in (one, two, three)]
    assert at[2] - at[0] == pytest.approx(11 * (at[1] - at[0]), rel=0.01)


def test_seventeen_years_are_labelled_by_years() -> None:
    rows = [(f"{2008 + n // 12}-{n % 12 + 1:02}", n) for n in range(17 * 12)]
    plot = drawn(MONTHS, rows)
    assert [word for word in words(plot.wide) if len(word) == 4 and word.isdigit()] == [
        str(year) for year in range(2008, 2025)
    ]
    narrow = [word for word in words(plot.narrow) if len(word) == 4 and word.isdigit()]
    assert 4 <= len(narrow) <= 9
    assert marks(plot.narrow) == [], "columns of less than two px are one outline"
    assert len(paths(plot.narrow, "s1")) == 1


@pytest.mark.parametrize(
    ("low", "high", "whole", "expected"),
    [
        (0, 10, True, [0, 2, 4, 6, 8, 10]),
        (0, 1, True, [0, 1]),
        (0, 0, True, [0, 1]),
        (0, 12_345, True, [0, 2500, 5000, 7500, 10_000, 12_500]),
        (-30, 70, True, [-40, -20, 0, 20, 40, 60, 80]),
        (0, 0.5, False, [0, 0.1, 0.2, 0.3, 0.4, 0.5]),
        (0, 3, True, [0, 1, 2, 3]),
    ],
)
def test_ticks_are_round(low: float, high: float, whole: bool, expected: list[float]) -> None:
    assert ticks(low, high, 5, whole=whole) == expected


@pytest.mark.parametrize(
    ("value", "said"),
    [(0, "0"), (1234567, "1,234,567"), (0.25, "0.25"), (0.004, "0.004"), (-12.5, "-12.5"), (3.0, "3")],
)
def test_numbers_are_written_as_readers_write_them(value: float, said: str) -> None:
    assert number(value) == said


def test_values_below_zero_hang_from_it() -> None:
    up, down = marks(drawn(MONTHS, [("2021-01", 10), ("2021-02", -10)]).wide)
    assert up.get("height") == down.get("height")
    assert float(up.get("y", "")) + float(up.get("height", "")) == pytest.approx(float(down.get("y", "")))


@pytest.mark.parametrize("kind", ["columns", "lines", "share", "bars"])
@pytest.mark.parametrize(
    "rows",
    [
        [],
        [("2021-01", 0, "a")],
        [("2021-01", 5, "a")],
        [("2021-01", -5, "a"), ("2021-01", 5, "b")],
        [("2021-01", None, "a"), (None, 5, "a"), ("", 5, "a"), ("2021-02", "x", "a")],
        [("2021-01", float("nan"), "a"), ("2021-01", float("inf"), None), ("2021-02", 1, None)],
        [("9999-12", 1, "a"), ("0001-01", 1, "a")],
        [("9999-12-31", 1, "a"), ("0001-01-01", 1, "a")],
        [("2021", 1, "a"), ("2021-02", 1, "a"), ("some day", 1, "b")],
        [("2021-02-31", 1, "a"), ("2021-13", 2, "b"), ("0000-01", 3, "b")],
        [(n, n, "others" if n % 2 else f"s{n}") for n in range(40)],
        [("x" * 5000, 1, "y" * 5000)],
    ],
)
def test_whatever_the_rows_hold_a_drawing_comes_back(kind: str, rows: Rows) -> None:
    plot = drawn({**EDITIONS, "kind": kind}, rows)
    for markup in (
        plot.wide,
        plot.narrow,
        document(declared(EDITIONS), "T", "S", ("month", "articles", "edition"), rows),
    ):
        assert "nan" not in markup.replace("finance", "")
        assert len(markup) < 300_000
    tree(plot.wide), tree(plot.narrow)


def test_nothing_is_said_where_there_is_nothing() -> None:
    plot = drawn(MONTHS, [])
    assert "Nothing to draw" in words(plot.wide)
    assert plot.summary == "There is nothing to draw."


def test_ten_thousand_rows_are_one_drawing() -> None:
    rows = [(f"{1998 + n // 336}-{n // 28 % 12 + 1:02}-{n % 28 + 1:02}", n % 7) for n in range(10_000)]
    plot = drawn(MONTHS, rows)
    assert len(plot.wide) + len(plot.narrow) < 400_000
    assert "1998" in plot.summary


@pytest.mark.parametrize("kind", ["columns", "lines", "share", "bars"])
def test_nothing_that_rows_say_becomes_markup(kind: str) -> None:
    rows = [(HOSTILE, 3, HOSTILE), ("b", 4, f"]]>{HOSTILE}")]
    about = {**EDITIONS, "kind": kind, "unit": HOSTILE}
    plot = figure(declared(about), HOSTILE, ("month", "articles", "edition"), rows, key='"p"')
    file = document(declared(about), HOSTILE, HOSTILE, ("month", "articles", "edition"), rows)
    for markup in (plot.wide, plot.narrow, file):
        assert "<script" not in markup
        root = Xml.fromstring(markup.encode()) if markup == file else tree(markup)
        assert root.findtext(f"{SVG}title") == HOSTILE
    assert any(HOSTILE[:8] in word for word in words(plot.wide))


def test_drawing_says_what_it_shows_to_who_cannot_see_it() -> None:
    rows = [("2021-01", 10, "a/en"), ("2021-02", 1500, "a/fr")]
    plot = drawn(EDITIONS, rows)
    for markup, name in ((plot.wide, "wide"), (plot.narrow, "narrow")):
        root = tree(markup)
        assert (root.get("role"), root.get("aria-labelledby")) == ("img", f"p-{name}-title p-{name}-desc")
        assert root.find(f"{SVG}title").get("id") == f"p-{name}-title"  # type: ignore[union-attr]
        assert root.findtext(f"{SVG}desc") == plot.summary
    assert plot.summary == (
        "Columns of articles, by month, 2021-01 to 2021-02. Series: a/en, a/fr. The largest is 1,500, 2021-02, a/fr."
    )


def test_drawing_has_no_style_script_or_address() -> None:
    rows = [("2021-01", 10, "a/en"), ("2021-02", 1500, "a/fr")]
    others = drawn({**EDITIONS, "kind": "lines"}, rows).narrow
    for markup in (drawn(EDITIONS, rows).wide, others, alone(EDITIONS, rows)):
        assert not re.search(r"style=|<style|<script|\son\w+=|href|url\(", markup)
        assert re.findall(r"https?://[^\"]*", markup) in ([], ["http://www.w3.org/2000/svg"])


def test_text_is_as_large_on_a_phone_as_on_a_desk() -> None:
    plot = drawn(MONTHS, [("2021-01", 10)])
    sizes = [(tree(m).get("viewBox", "").split()[2], tree(m).get("font-size")) for m in (plot.wide, plot.narrow)]
    assert sizes == [("800", "12"), ("380", "13")]


@pytest.mark.parametrize("narrow", [False, True])
def test_no_word_leaves_the_drawing(narrow: bool) -> None:
    rows = [(f"{2008 + n // 12}-{n % 12 + 1:02}", n * 10_000, f"edition number {n % 9}") for n in range(204)]
    markup = drawn(EDITIONS, rows).narrow if narrow else drawn(EDITIONS, rows).wide
    wide = 380 if narrow else 800
    for text in tree(markup).iter(f"{SVG}text"):
        at, room = float(text.get("x", "")), len(text.text or "") * 7
        left = {"end": at - room, "middle": at - room / 2}.get(text.get("text-anchor", ""), at)
        assert left > -25
        assert left + room < wide + 25


def test_file_stands_alone() -> None:
    text = alone(EDITIONS, [("2021", 1, "a")])
    root = Xml.fromstring(text.encode())
    assert root.find(f"{SVG}rect").get("fill") == "#ffffff"  # type: ignore[union-attr]
    assert {"Articles", "Source"} <= {element.text for element in root.iter(f"{SVG}text")}
    dark = alone(EDITIONS, [("2021", 1, "a")], dark=True)
    assert DARK.paper in dark
    assert LIGHT.series[0] not in dark


@pytest.mark.parametrize(
    ("about", "said"),
    [
        ({"kind": "pie", "x": "a", "y": "b"}, "a plot's kind is columns, lines, share, bars, not pie"),
        ({"kind": "bars", "x": "a"}, "a plot names the columns x and y"),
        ({"kind": "bars", "x": "a", "y": "b", "colour": "red"}, "a plot has no colour; it has"),
        (
            {"kind": "lines", "x": "a", "y": "b", "missing": "null"},
            "missing in a plot is zero or blank, not null",
        ),
        ({"kind": "lines", "x": "a", "y": ["b", "c"], "series": "d"}, "one column y and its series, or several"),
    ],
)
def test_declaration_that_no_plot_has_is_refused(about: dict[str, Any], said: str) -> None:
    with pytest.raises(ValueError, match=re.escape(said)):
        declared(about)


def test_several_columns_are_series_under_their_names() -> None:
    plot = Plot("columns", "month", ("held", "missing"), names={"held": "in the archive"})
    found = data(plot, ("month", "held", "missing"), [("2021-01", 5, 1), ("2021-01", 5, 1)])
    assert [(series.name, series.values) for series in found.series] == [
        ("in the archive", {0: 10}),
        ("missing", {0: 2}),
    ]
