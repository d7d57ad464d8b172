"""Which element of a page holds the article: the one whose lines weigh most.

Each line of prose weighs its length, each line of links pulls down; what stands in furniture or
above the title weighs nothing. Elements that pages mark as the body are looked at first.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from lxml.html import HtmlElement

from scraper.extract.general.lines import Line
from scraper.extract.general.names import rule_of

_NEAR = 1000  # characters behind the title at which a line weighs half
_ENOUGH = 40  # weight of an article at least
_PROSE = 40  # characters; a shorter line weighs nothing unless it is a link
_LINKED = 0.5
_SHARE = 0.88  # an element inside another is enough if it weighs so much of it
_BOX = 0.6  # furniture holds at most this share of a page's prose, or it is no furniture


@dataclass(frozen=True, slots=True)
class Found:
    """The element of the article, and its lines."""

    element: HtmlElement
    first: int  # number of its first line among the page's
    last: int
    boxed: Sequence[str | None]  # for each line of the page the furniture that it stands in


def weight(line: Line) -> int:
    """What a line says for its surroundings being an article."""
    size = len(line.text)
    if line.density > _LINKED:
        return -min(line.linked, 100)
    return size - line.linked if size >= _PROSE else 0


def find_body(lines: Sequence[Line], title: HtmlElement | None) -> Found | None:
    """The element that holds the article; None if the page has no prose.

    Where names leave no prose, they are not believed.
    """
    furniture = _furniture(lines, title)
    boxes = {holder: _boxed(holder, furniture) for holder in dict.fromkeys(line.holder for line in lines)}
    boxed = [boxes[line.holder] for line in lines]
    start = _after(lines, title)
    nothing: list[str | None] = [None] * len(lines)
    return _weighed(lines, boxed, start) or _weighed(lines, nothing, start) or _weighed(lines, nothing, 0)


def _weighed(lines: Sequence[Line], boxed: Sequence[str | None], start: int) -> Found | None:
    total: dict[HtmlElement, float] = {}
    passed = 0
    for line, rule in zip(lines[start:], boxed[start:], strict=True):
        if rule is None and (size := weight(line)):
            near = _NEAR / (_NEAR + passed)
            passed += len(line.text)
            for element in (line.holder, *line.holder.iterancestors()):
                total[element] = total.get(element, 0) + size * near
    if max(total.values(), default=0) < _ENOUGH:
        return None
    marked = _marked(total)
    element = _heaviest(total) if marked is None else marked
    inside = set(element.iter())
    numbers = [number for number in range(start, len(lines)) if lines[number].holder in inside]
    return Found(element, numbers[0], numbers[-1], boxed)


def _heaviest(total: dict[HtmlElement, float]) -> HtmlElement:
    """The deepest element that holds nearly all of the heaviest one's weight."""
    best = max(total, key=lambda found: total[found])
    while True:
        inner = [found for found in best if total.get(found, 0) >= _SHARE * total[best]]
        if not inner:
            return best
        best = inner[0]


def _marked(total: dict[HtmlElement, float]) -> HtmlElement | None:
    """The element that the page itself calls the article's body, if it holds most of the prose."""
    most = max(total.values())
    found = [element for element in total if element.get("itemprop") == "articleBody"]
    best = max(found, key=lambda element: total[element], default=None)
    return best if best is not None and total[best] >= 0.5 * most else None


def _furniture(lines: Sequence[Line], title: HtmlElement | None) -> dict[HtmlElement, str | None]:
    """For each element around a line, the rule by which it is furniture, if it is."""
    sizes: dict[HtmlElement, int] = {}
    for line in lines:
        sizes[line.holder] = sizes.get(line.holder, 0) + max(weight(line), 0)
    whole = sum(sizes.values())
    rules: dict[HtmlElement, str | None] = {}
    prose: dict[HtmlElement, int] = {}
    for holder, size in sizes.items():
        for element in (holder, *holder.iterancestors()):
            if element not in rules:
                rules[element] = rule_of(element)
            prose[element] = prose.get(element, 0) + size
    around = set(title.iterancestors()) if title is not None else set()
    for element, rule in rules.items():
        if rule and (element in around or prose[element] > _BOX * whole):
            rules[element] = None
    return rules


def _boxed(holder: HtmlElement, furniture: dict[HtmlElement, str | None]) -> str | None:
    for element in (holder, *holder.iterancestors()):
        if rule := furniture[element]:
            return rule
    return None


def _after(lines: Sequence[Line], title: HtmlElement | None) -> int:
    """The number of the first line behind the title; 0 if most prose stands above it."""
    if title is None:
        return 0
    inside = set(title.iter())
    numbers = [number for number, line in enumerate(lines) if line.holder in inside]
    if not numbers:
        return 0
    start = numbers[-1] + 1
    behind = sum(max(weight(line), 0) for line in lines[start:])
    before = sum(max(weight(line), 0) for line in lines[:start])
    return start if behind > before else 0
