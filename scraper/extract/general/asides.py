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
    for href, anchor in line.links if len(line.links) <= _MANY else ():
        at = line.text.find(anchor) if anchor else -1
        found = _ANNOUNCED.search(line.text, max(at - _BEFORE, 0), at) if at >= 0 else None
        if found is None:
            continue
        before, after = line.text[: found.start()].rstrip(), line.text[at + len(anchor) :].lstrip()
        if len(before) + len(after) > len(anchor):
            link, others = (href, anchor), [other for other in line.links if other != (href, anchor)]
            if before:
                kept = [other for other in others if other[1] in before]
                yield replace(line, text=before, links=kept, linked=sum(len(other[1]) for other in kept))
            aside = line.text[found.start() : at + len(anchor)].strip()
            yield replace(line, text=aside, links=[link], linked=len(anchor), joins=False)
            if after:
                rest = [other for other in others if other[1] not in before]
                linked = sum(len(other[1]) for other in rest)
                yield from parted(replace(line, text=after, links=rest, linked=linked, joins=bool(before)))
            return
    yield line
