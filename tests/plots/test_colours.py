"""The colours of plots can be seen on their paper, and told apart by everybody."""

import re
from collections.abc import Mapping, Sequence
from itertools import combinations
from pathlib import Path

import pytest

from scraper import publish
from scraper.publish.plots.canvas import DARK, LIGHT, Theme

STYLE = Path(publish.__file__).parent / "static" / "plots.css"
# What an eye without one kind of cone sees, in linear light (Machado, Oliveira, Fernandes 2009, severity 1).
EYES: Mapping[str, Sequence[Sequence[float]]] = {
    "all cones": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "no long": ((0.152286, 1.052583, -0.204868), (0.114503, 0.786281, 0.099216), (-0.003882, -0.048116, 1.051998)),
    "no middle": ((0.367322, 0.860646, -0.227968), (0.280085, 0.672501, 0.047413), (-0.01182, 0.04294, 0.968881)),
    "no short": ((1.255528, -0.076749, -0.178779), (-0.078411, 0.930809, 0.147602), (0.004733, 0.691367, 0.3039)),
}
NEAREST = 12  # ΔE, of 1976; 2 can just be told apart side by side
Triple = tuple[float, float, float]


def linear(colour: str) -> Triple:
    red, green, blue = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    return _curve(red), _curve(green), _curve(blue)


def _curve(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else float(((part + 0.055) / 1.055) ** 2.4)


def luminance(colour: str) -> float:
    red, green, blue = linear(colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def lab(colour: str, eye: str) -> Triple:
    light = linear(colour)
    red, green, blue = (min(max(sum(a * b for a, b in zip(row, light, strict=True)), 0), 1) for row in EYES[eye])
    x = (0.4124 * red + 0.3576 * green + 0.1805 * blue) / 0.9505
    y = 0.2126 * red + 0.7152 * green + 0.0722 * blue
    z = (0.0193 * red + 0.1192 * green + 0.9505 * blue) / 1.089
    fx, fy, fz = (t ** (1 / 3) if t > 0.008856 else 7.787 * t + 16 / 116 for t in (x, y, z))
    return 116 * fy - 16, 500 * (fx - fy), 200 * (fy - fz)


@pytest.mark.parametrize(("theme", "papers"), [(LIGHT, ("#ffffff", "#fdfcf9")), (DARK, ("#16181b", "#1d2024"))])
def test_colours_can_be_seen(theme: Theme, papers: tuple[str, ...]) -> None:
    for paper in papers:
        assert all(contrast(colour, paper) >= 3 for colour in theme.series)
        assert all(contrast(colour, paper) >= 4.5 for colour in (theme.ink, theme.quiet))


@pytest.mark.parametrize("eye", EYES)
@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
def test_colours_can_be_told_apart_by_every_eye(theme: Theme, eye: str) -> None:
    for one, other in combinations(theme.series, 2):
        pairs = zip(lab(one, eye), lab(other, eye), strict=True)
        assert sum((a - b) ** 2 for a, b in pairs) ** 0.5 >= NEAREST, (one, other)


def test_page_and_file_have_the_same_colours() -> None:
    said = re.findall(r"--s(\d): (#\w+);", STYLE.read_text(encoding="utf-8"))
    assert [colour for _, colour in said] == [*LIGHT.series, *DARK.series]
