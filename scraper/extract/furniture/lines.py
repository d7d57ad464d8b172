"""Lines of a body that are no part of an article's text; each function removes its kind, and returns it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence, Set
from itertools import groupby, islice

from scraper.extract.body import RULE, Line
from scraper.extract.dates import printed
from scraper.extract.text import DASHES, folded

_BIO_LIMIT = 600  # characters
_NAME_END = re.compile(f"[{re.escape(DASHES)},]")
_ANYONE = re.compile(rf"[^\W\d_][\w.’' -]{{2,60}}?\s[{re.escape(DASHES)}]\s")
_BYLINE_LIMIT = 160
_QUOTE_WORDS = 5  # a shorter repetition is a sub-head, not a pull quote
_QUOTED_IN = 50  # texts that a repetition is looked for in, of those that have its first words
_WORD = re.compile(r"\w+")


def take_pull_quotes(lines: list[Line]) -> list[Line]:
    """Removes each line that only repeats a part of another, and returns them."""
    texts = {line: folded(line.text) for line in lines if line.kind not in ("item", RULE)}
    longer = _by_beginning(set(texts.values()))
    return _taken(
        lines,
        [
            line
            for line, text in texts.items()
            if any(len(other) > len(text) and text in other for other in longer.get(_beginning(text), ()))
        ],
    )


def _beginning(text: str) -> tuple[str, ...]:
    """The words that a text begins with; fewer than `_QUOTE_WORDS` if it has no more."""
    return tuple(found[0] for found in islice(_WORD.finditer(text), _QUOTE_WORDS))


def _by_beginning(texts: Set[str]) -> dict[tuple[str, ...], list[str]]:
    """For the beginning of each text, the texts that have these words in a row; of many, the longest.

    So a text is looked for where it can be, and not in every other one.
    """
    found: dict[tuple[str, ...], list[str]] = {
        begin: [] for text in texts if len(begin := _beginning(text)) == _QUOTE_WORDS
    }
    for text in sorted(texts, key=len, reverse=True):
        words = _WORD.findall(text)
        for run in dict.fromkeys(zip(*(words[start:] for start in range(_QUOTE_WORDS)), strict=False)):
            if run in found and len(found[run]) < _QUOTED_IN:
                found[run].append(text)
    return found


def take_repeats(lines: list[Line], said: Iterable[str | None]) -> list[Line]:
    """Removes title, lead or byline from the top of the text, and returns them."""
    known = {folded(text) for text in said if text}
    return _taken(
        lines,
        [
            line
            for line in lines[:4]
            if folded(line.text) in known or (len(line.text) <= _BYLINE_LIMIT and _is_byline(line.text, known))
        ],
    )


def _is_byline(text: str, known: set[str]) -> bool:
    date = printed(text)
    return date is not None and folded(text.replace(date.words, " ")) in known | {""}


def take_related(lines: list[Line], words: Sequence[str], own: Callable[[str], bool]) -> list[Line]:
    """Removes the list of other articles from the end of the text, and returns its lines.

    It begins at a line that says so, or is a run of three or more lines that are nothing but
    links into the same site. A list is such a line if all of its items are.
    """
    known = {folded(word) for word in words}
    longest = 2 * max(map(len, known), default=0)
    runs = [list(run) for _, run in groupby(lines, lambda line: line if line.group is None else line.group)]
    heads = (number for number, run in enumerate(runs) if len(run[0].text) <= longest and folded(run[0].text) in known)
    start = next(heads, None)
    if start is not None:
        end = start + 1
        while end < len(runs) and _only_links(runs[end], own):
            end += 1
        return _taken(lines, [line for run in runs[start:end] for line in run])
    start = len(runs)
    while start and _only_links(runs[start - 1], own):
        start -= 1
    found = [line for run in runs[start:] for line in run]
    return _taken(lines, found) if sum(len(line.links) for line in found) >= 3 else []


def _only_links(run: Sequence[Line], own: Callable[[str], bool]) -> bool:
    said = "".join(link.anchor for line in run for link in line.links).replace(" ", "")
    text = "".join(line.text for line in run).replace(" ", "")
    return bool(said) and said == text and all(own(link.href) for line in run for link in line.links)


def take_bio(lines: list[Line], names: Sequence[str]) -> list[Line]:
    """Removes the lines at the end that say who the authors are, and returns them.

    Such a line begins with an author's name and a dash or comma; or, after a lone no-break
    space, with any name and a dash.
    """
    known = {name.casefold() for name in names}
    found: list[Line] = []
    apart = next((index for index in reversed(range(len(lines))) if lines[index].kind == RULE), len(lines))
    for index in range(len(lines) - 1, 0, -1):
        line = lines[index]
        if line.kind == RULE or is_footnote(line.text, ""):
            continue
        if len(line.text) > _BIO_LIMIT or not (
            _begins_with(line.text, known) or (apart < index and line.kind == "paragraph" and _ANYONE.match(line.text))
        ):
            break
        found.insert(0, line)
    return _taken(lines, found)


def _begins_with(text: str, names: Set[str]) -> bool:
    """Whether a line begins with one of the names, in lower case, and a dash or comma."""
    return any(text[: end.start()].rstrip().casefold() in names for end in _NAME_END.finditer(text))


def is_footnote(text: str, words: str) -> bool:
    """Whether a line explains a mark: it begins with one, or as the edition's footnotes do."""
    return bool(re.match(r"\*+ ?[^\W_]", text)) or bool(words and re.match(words, text, re.I))


def take_footnotes(lines: list[Line], words: str) -> list[Line]:
    """Removes the footnotes, and returns them in order."""
    return _taken(lines, [line for line in lines if line.kind != RULE and is_footnote(line.text, words)])


def _taken(lines: list[Line], found: list[Line]) -> list[Line]:
    gone = set(found)
    lines[:] = [line for line in lines if line not in gone]
    return found
