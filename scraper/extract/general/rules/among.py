"""What only several lines together show: lists of other articles, and boxes that a heading announces."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import accumulate

from lxml.html import HtmlElement

from scraper.extract.general.lines import Line
from scraper.extract.general.rules.place import LONG, is_prose

_OPENS = frozenset(("read-more", "comments", "newsletter", "about", "follow"))  # rules whose line may open a box
_OPENER = 60  # characters of a line that opens a box, which is no link itself, at most
_PLAIN = 0.3
_LINKED = 0.75
_APART = 2  # lines from one teaser to the next
_FEWEST = 3  # teasers
_TEASER = (15, 200)  # characters of a teaser's link
_EXCERPT = 260  # characters of a teaser's text at most


def together(lines: Sequence[Line], rules: Sequence[str | None], ends: Sequence[int]) -> Iterator[tuple[int, str]]:
    """Numbers of lines that belong to furniture for what stands around them, each with its rule.

    `rules` are those that took a line for itself; `ends` the lines by which the free part of an
    article ends.
    """
    prose = [0, *accumulate(len(line.text) if is_prose(line) else 0 for line in lines)]  # characters before each line
    yield from _sections(lines, rules, prose)
    yield from _walled(ends, prose)
    yield from _teasers(lines, prose)
    yield from _repeats(lines)


def _sections(lines: Sequence[Line], rules: Sequence[str | None], prose: Sequence[int]) -> Iterator[tuple[int, str]]:
    """The lines in boxes that open with a line of furniture: "Related", and what stands in the same box.

    A box is the largest element that begins with that line. It stands below most of the prose.
    Comments often have no box: all that stands beside their heading, and below it, is theirs.
    """
    end = 0
    for number, (line, rule) in enumerate(zip(lines, rules, strict=True)):
        opens = rule in _OPENS and len(line.text) < _OPENER and line.density < _PLAIN
        if rule is None or not opens or number < end or prose[number] <= LONG:
            continue
        box = _box(lines, number)
        end = _end(lines, number, box)
        if rule == "comments" and end == number + 1 and (parent := box.getparent()) is not None:
            end = _end(lines, number, parent)
        if rule == "comments" or prose[number] > prose[end] - prose[number]:
            yield from ((other, rule) for other in range(number + 1, end))
        else:
            end = number + 1


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


def _walled(ends: Sequence[int], prose: Sequence[int]) -> Iterator[tuple[int, str]]:
    """All lines behind the first end of what is free that stands below most of the prose."""
    end = next((number for number in ends if 2 * prose[number] > prose[-1]), len(prose))
    yield from ((number, "wall") for number in range(end + 1, len(prose) - 1))


def _teasers(lines: Sequence[Line], prose: Sequence[int]) -> Iterator[tuple[int, str]]:
    """The lines in lists of other articles.

    Such a list stands below most of the prose: one above it is the article itself, a review of links.
    """
    least, most = _TEASER
    heads = [number for number, line in enumerate(lines) if line.density > _LINKED and least <= len(line.text) < most]
    run: list[int] = []
    for number in [*heads, len(lines) + _APART + 1]:
        if run and number - run[-1] > _APART:
            yield from ((teaser, "teasers") for teaser in _teased(lines, run, prose))
            run = []
        run.append(number)


def _teased(lines: Sequence[Line], run: Sequence[int], prose: Sequence[int]) -> range:
    """The lines of a run of links and what stands between them; none if they are no teasers."""
    end = run[-1] + 1
    if end < len(lines) and len(run) > 1 and run[-1] - run[-2] > 1:
        end += 1  # the last teaser's own text
    texts = set(range(run[0], end)).difference(run)
    short = len(texts) <= len(run) and all(len(lines[number].text) < _EXCERPT for number in texts)
    below = prose[-1] - prose[end]
    return range(run[0], end) if len(run) >= _FEWEST and short and prose[run[0]] > max(LONG, below) else range(0)


def _repeats(lines: Sequence[Line]) -> Iterator[tuple[int, str]]:
    """Paragraphs that were there before, two or more together: a text that is printed twice, for phones.

    One alone may be a sentence that its author says again.
    """
    keys = [line.text if is_prose(line) else "" for line in lines]
    first = {key: number for number, key in reversed(list(enumerate(keys))) if key}
    again = [bool(key) and first[key] < number for number, key in enumerate(keys)]
    for number, is_again in enumerate(again):
        if is_again and any(again[max(number - 1, 0) : number] + again[number + 1 : number + 2]):
            yield number, "repeat"
