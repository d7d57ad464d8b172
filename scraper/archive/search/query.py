"""What a person typed, taken apart, and as an expression that FTS5 understands."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice, product

from scraper.stems import LANGUAGES, LATIN, cyrillic, folded, stem, stems
from scraper.texts.words import marked, words

_QUOTES = str.maketrans(dict.fromkeys("“”„‟«»", '"'))
_TOKEN = re.compile(r'([-=]{0,2})"([^"]*)"(\*?)|([-=]{0,2})([^\s"()]+)')
_APOSTROPHE = re.compile("['’ʼ‘`´]")
_ELIDED = frozenset("l d j m t s n c qu jusqu lorsqu puisqu quoiqu".split())  # l'État, d'Ivoire
_MOST_PARTS = 400  # what is typed behind them is not looked at
_MOST_FORMS = 16  # of one phrase


@dataclass(frozen=True, slots=True)
class Part:
    """A word, or words that stand side by side."""

    words: tuple[str, ...]  # as typed
    exact: bool = False  # in this very form
    prefix: bool = False  # the last one is how a word begins


@dataclass(frozen=True, slots=True)
class Query:
    """What must be in a text, and what must not."""

    wanted: tuple[tuple[Part, ...], ...]  # of each, one must occur
    unwanted: tuple[Part, ...]


@lru_cache(maxsize=256)
def parse(text: str) -> Query:
    """What a person typed. Understands "phrases", OR, NOT, a minus in front, prefix*, and =exact; the rest is words."""
    wanted: list[list[Part]] = []
    unwanted: list[Part] = []
    either = without = False
    text = unicodedata.normalize("NFC", text).translate(_QUOTES)
    for signs, phrase, star, word_signs, word in islice(_tokens(text), _MOST_PARTS):
        if word in ("OR", "AND", "NOT") and not word_signs:
            either, without = word == "OR", word == "NOT"
            continue
        exact = "=" in signs + word_signs
        found = words(phrase or word) if phrase or exact else _words_of(word)
        if not found:
            continue
        part = Part(tuple(found), exact, prefix=bool(star) or (phrase or word).endswith("*"))
        if without or "-" in signs + word_signs:
            unwanted.append(part)
        elif either and wanted:
            wanted[-1].append(part)
        else:
            wanted.append([part])
        either = without = False
    return Query(tuple(map(tuple, wanted)), tuple(unwanted))


def stem_query(text: object, language: str | None = None) -> str:
    """What a person typed, as a safe FTS5 expression over stems; whatever it is, it is valid.

    Latin words may be English or French unless `language` says which. An =exact word is looked up
    by its stem: `exactly` then tells whether the text has that form.
    """
    query = parse(_text(text))
    if not query.wanted:
        return '""'
    found = " AND ".join(_any(form for part in parts for form in _forms(part, language)) for parts in query.wanted)
    unwanted = [form for part in query.unwanted if not part.exact for form in _forms(part, language)]
    return f"({found}) NOT {_any(unwanted)}" if unwanted else found


def _text(value: object) -> str:
    return "" if value is None or isinstance(value, bytes) else str(value)


def _tokens(text: str) -> Iterator[tuple[str, ...]]:
    for found in _TOKEN.finditer(text):
        yield found.groups(default="")


def _words_of(word: str) -> list[str]:
    """The words of something typed in one piece, without an article or a genitive's s at an apostrophe."""
    parts = [part for part in _APOSTROPHE.split(word) if words(part)]
    while len(parts) > 1 and parts[0].lower() in _ELIDED:
        del parts[0]
    if len(parts) > 1 and parts[-1].lower() == "s":
        del parts[-1]
    return [found for part in parts for found in words(part)]


def _forms(part: Part, language: str | None) -> Iterator[str]:
    """The phrases, in quotes, under which a part may stand in the index."""
    first, last = part.words[:-1], part.words[-1]
    for found in (language,) if language in LANGUAGES else LATIN:
        assert found is not None
        for combined in islice(product(*(_stems(found, word, part) for word in part.words)), _MOST_FORMS):
            yield f'"{" ".join(combined)}"'
        if part.prefix:  # beside the stem, for that may be shorter than the prefix
            for combined in islice(product(*(_stems(found, word, part) for word in first)), _MOST_FORMS):
                yield f'"{" ".join((*combined, folded(last)))}"*'


def _stems(language: str, word: str, part: Part) -> Sequence[str]:
    found = (stem(language, word),) if part.exact or cyrillic(word) else stems(language, word)
    return [marked(language, form) for form in found]


def _any(forms: Iterator[str] | Sequence[str]) -> str:
    parts = list(dict.fromkeys(forms))  # side by side, for FTS5 nests no deeper than a hundred
    return parts[0] if len(parts) == 1 else f"({' OR '.join(parts)})"
