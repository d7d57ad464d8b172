"""What only several lines together show: lists of other articles, and boxes that a heading announces."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from lxml.html import HtmlElement

from scraper.extract.general.lines import Line
from scraper.extract.general.rules.place import LONG, is_prose
from scraper.extract.text import folded

_LINKED = 0.75
_OPENER = 60  # characters of a line that announces a box, which is no link itself, at most
_APART = 2  # lines from one teaser to the next
_FEWEST = 3  # teasers
_TEASER = (15, 200)  # characters of a teaser's link
_EXCERPT = 260  # characters of a teaser's text at most
_OPENS = frozenset(("read-more", "comments", "newsletter", "about", "follow"))  # rules whose line may open a box


def sections(lines: Sequence[Line], rules: Sequence[str | None]) -> Iterator[tuple[int, str]]:
    """The lines in boxes that open with a line of furniture: "Related", and what stands in the same box.

    A box is the largest element that begins with that line. It stands below most of the prose.
    Comments often have no box: all that stands beside their heading, and below it, is theirs.
    """
    for number, rule in enumerate(rules):
        line = lines[number]
        if rule in _OPENS and number and len(line.text) < _OPENER and line.density < 0.3:
            box = _box(lines, number)
            end = _end(lines, number, box)
            if rule == "comments" and end == number + 1 and (parent := box.getparent()) is not None:
                end = _end(lines, number, parent)
            below = 0 if rule == "comments" else _prose(lines[number:end])
            if _prose(lines[:number]) > max(LONG, below):
                yield from ((other, rule) for other in range(number + 1, end))


def walled(lines: Sequence[Line], ends: Sequence[int]) -> Iterator[tuple[int, str]]:
    """All lines behind the one of `ends` by which the free part of an article ends: below most of the prose."""
    for number in ends:
        if _prose(lines[:number]) > _prose(lines[number:]):
            return ((other, "wall") for other in range(number + 1, len(lines)))
    return iter(())


def repeats(lines: Sequence[Line]) -> Iterator[tuple[int, str]]:
    """Paragraphs that were there before, two or more together: a text that is printed twice, for phones.

    One alone may be a sentence that its author says again.
    """
    keys = [folded(line.text) if is_prose(line) else "" for line in lines]
    first = {key: number for number, key in reversed(list(enumerate(keys))) if key}
    again = [bool(key) and first[key] < number for number, key in enumerate(keys)]
    for number, is_again in enumerate(again):
        if is_again and any(again[max(number - 1, 0) : number] + again[number + 1 : number + 2]):
            yield number, "repeat"


def _box(lines: Sequence[Line], number: int) -> HtmlElement:
    before = lines[number - 1].holder
    around = {before, *before.iterancestors()}
    box = lines[number].holder
    while (parent := box.getparent()) is not None and parent not in around:
        box = parent
    return box


def _end(lines: Sequence[Line], number: int, box: HtmlElement) -> int:
    """The number of the first line behind an element that the line of that number stands in."""
    end = number + 1
    while end < len(lines) and (lines[end].holder is box or box in lines[end].holder.iterancestors()):
        end += 1
    return end


def teasers(lines: Sequence[Line]) -> set[int]:
    """Numbers of the lines in lists of other articles.

    Such a list stands below most of the prose: one above it is the article itself, a review of links.
    """
    least, most = _TEASER
    heads = [number for number, line in enumerate(lines) if line.density > _LINKED and least <= len(line.text) < most]
    taken: set[int] = set()
    run: list[int] = []
    for number in [*heads, len(lines) + _APART + 1]:
        if run and number - run[-1] > _APART:
            taken.update(_teased(lines, run))
            run = []
        run.append(number)
    return taken


def _teased(lines: Sequence[Line], run: Sequence[int]) -> range:
    """The lines of a run of links and what stands between them; none if they are no teasers."""
    end = run[-1] + 1
    if end < len(lines) and len(run) > 1 and run[-1] - run[-2] > 1:
        end += 1  # the last teaser's own text
    texts = [number for number in range(run[0], end) if number not in run]
    above = _prose(lines[: run[0]])
    short = len(texts) <= len(run) and all(len(lines[number].text) < _EXCERPT for number in texts)
    return range(run[0], end) if len(run) >= _FEWEST and short and above > max(LONG, _prose(lines[end:])) else range(0)


def _prose(lines: Sequence[Line]) -> int:
    """Characters of running text."""
    return sum(len(line.text) for line in lines if is_prose(line))
