"""Links to other articles inside a paragraph: "… said the mayor. READ ALSO: The bridge is closed The council …"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from scraper.extract.general import words
from scraper.extract.general.lines import Line

_ANNOUNCED = re.compile(rf"(?:^|(?<=[.!?…»”\"])|(?<=[.!?…»”\"]\s))(?:{words.pattern('aside').pattern})\W*$", re.I)
_BEFORE = 40  # characters before a link in which it is announced
_MANY = 50  # links of a line; one with more is no paragraph


def parted(line: Line) -> Iterator[Line]:
    """A line in up to three: what stands before a link that is announced so, the link, and what continues the line."""
    aside = _aside(line)
    if aside is None:
        yield line
        return
    before, after = line.text[: aside.start].rstrip(), line.text[aside.stop :].lstrip()
    if before:
        yield _part(line, before, line.joins)
    yield _part(line, line.text[aside], False)
    if after:
        yield from parted(_part(line, after, bool(before)))


def _aside(line: Line) -> slice | None:
    """Where the first link that is announced stands with its announcement; None if the line is little else."""
    for _, anchor in line.links if len(line.links) <= _MANY else ():
        at = line.text.find(anchor) if anchor else -1
        found = _ANNOUNCED.search(line.text, max(at - _BEFORE, 0), at) if at >= 0 else None
        if found and len(line.text) - at - len(anchor) + found.start() > len(anchor):
            return slice(found.start(), at + len(anchor))
    return None


def _part(line: Line, text: str, joins: bool) -> Line:
    links = [link for link in line.links if link[1] in text]
    return replace(line, text=text, links=links, linked=sum(len(anchor) for _, anchor in links), joins=joins)
