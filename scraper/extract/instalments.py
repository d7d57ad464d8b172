"""Which part of a series a title says that it is: "Part six", "Deuxième partie", "Часть вторая", "(II)"."""

from __future__ import annotations

import re

from scraper.extract.text import folded
from scraper.records import Instalment

_LIMIT = 400  # characters of a title that are looked at
_EN = "one two three four five six seven eight nine ten eleven twelve".split()
_EN_ORDER = "first second third fourth fifth sixth seventh eighth ninth tenth".split()
_FR = "un deux trois quatre cinq six sept huit neuf dix onze douze".split()
_FR_ORDER = "premi deuxi troisi quatri cinqui sixi septi huiti neuvi dixi".split()
_RU_ORDER = "перв втор трет четв пят шест седьм восьм девят десят".split()
_ROMAN = "i ii iii iv v vi vii viii ix x xi xii xiii xiv xv xvi xvii xviii xix xx".split()
_NUMBERS = {
    **{word: number for words in (_EN, _EN_ORDER, _FR, _ROMAN) for number, word in enumerate(words, 1)},
    "une": 1,
    "last": 0,
}
_COUNTED = rf"\d{{1,3}}|{'|'.join(_EN)}|{'|'.join(_FR)}|une|[ivx]{{1,5}}"
_MARK = re.compile(
    rf"""(?P<open>[(\[]?\s*)(?:
        \b(?:part|pt\.|partie|часть|ч\.)\s*(?:№|\#|no\.\s?|-)?\s*(?P<after>{_COUNTED})\b
      | \b(?:part\s+the\s+)?(?P<en>{"|".join(_EN_ORDER)})\s+part\b
      | \b(?P<fr>{"|".join(_FR_ORDER)})(?:ère|ere|er|ème|eme)\s+partie\b | \b(?P<second>seconde)\s+partie\b
      | \b(?P<digit>\d{{1,2}})(?:ère|re|ème|e|-я|st|nd|rd|th)\s+(?:partie|part|часть)\b
      | \bчасть\s+(?P<ru>{"|".join(_RU_ORDER)})(?:ая|ья|ёртая|ертая)\b
      | \b(?P<ru_first>{"|".join(_RU_ORDER)})(?:ая|ья|ёртая|ертая)\s+часть\b
      | (?<=[(\[])(?P<roman>[ivx]{{1,5}})(?=\s*[)\]])
    )\s*(?P<close>[)\]]?)""",
    re.I | re.X,
)
_EDGE = " \t.,:;-‐‑–—―|/("
_ENDS = re.compile(r"\s*(?:$|[.,:;)\]|/]|[-‐‑–—―]\s|[«“\"])")
_BEGINS = re.compile(r"(?:^|[.,:;|/!?»”\")\]]\s?|\s[-‐‑–—―]\s?|[(\[])\s*$")


def instalment(title: str, lead: str | None = None) -> Instalment | None:
    """What a title says, else the beginning of the lead; None if it names no part.

    The words must stand apart: at an end of the title, in parentheses, or between full stops, colons and dashes,
    so that "a part one would rather forget" is none. What stands before them names the series, else what follows:
    "The Salt Road. Part 2: The Guards" belongs to "The Salt Road".
    """
    found = _stated(title)
    if found:
        mark, number = found
        before, after = title[: mark.start()].strip(_EDGE), title[mark.end() :].strip(_EDGE)
        rest = before if re.search(r"\w\w", before) else after
        return Instalment(folded(rest), rest, number, mark[0].strip(" ()[]")) if re.search(r"\w\w", rest) else None
    said = _stated(lead) if lead else None
    if said and said[0].start() == 0:
        return Instalment(folded(title), title, said[1], said[0][0].strip(" ()[]"))
    return None


def _stated(text: str) -> tuple[re.Match[str], int] | None:
    """The first words of that kind which stand apart, and their number."""
    for found in _MARK.finditer(text[:_LIMIT]):
        begins, ends = _BEGINS.search(text[: found.start()] + found["open"]), _ENDS.match(text, found.end())
        ends_here = bool(found["close"]) or ends is not None
        last = not text[found.end() :].strip(_EDGE)
        number = _number(found)
        if number and (begins or last or found["open"].strip()) and ends_here:
            return found, number
    return None


def _number(found: re.Match[str]) -> int:
    """The number that words say; 0 if they say none."""
    said = {name: word.lower() for name, word in found.groupdict().items() if word}
    if word := said.get("after") or said.get("digit") or said.get("roman") or said.get("en"):
        return int(word) if word.isdigit() else _NUMBERS.get(word, 0)
    if "second" in said:
        return 2
    if word := said.get("fr"):
        return _FR_ORDER.index(word) + 1
    return _RU_ORDER.index(said.get("ru") or said["ru_first"]) + 1
