"""The names of a text, in a spelling that English, French and Russian share."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from unicodedata import combining, normalize

from scraper.archive.across.translations.known_names import known

_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_SENTENCE = re.compile(r"(?:^|[.!?…:;]|\n)[\s\"'“”«»„—–\-(\[]*$")
_ELISION = re.compile(r"^(?:[dlmnstjc]|qu)['’](?=\w)", re.I)
_POSSESSIVE = re.compile(r"['’]s$|['’]$", re.I)
_CYRILLIC = re.compile(r"[\u0400-\u04ff]")
# Endings of Russian cases that hold a consonant; those of vowels alone fall anyway.
_CASE = re.compile(r"(?<=\w{3})(?:ами|ями|ыми|ими|ого|его|ому|ему|ам|ям|ом|ем|ым|им|ём)$")
# Capitalised in English alone, or no name in any language.
_COMMON = frozenset(
    """i mr mrs ms dr january february march april may june july august september october november december monday
    tuesday wednesday thursday friday saturday sunday the a an and of in on at to for from with by north south east west
    le la les un une des du de et en monsieur madame mme nord sud est ouest в на и по""".split()
)

# What sounds alike is written alike; applied in this order, then vowels fall and doubles become one.
_CYR = [
    ("дж", "s"),
    ("кс", "ks"),
    *((f"у{vowel}", f"f{vowel}") for vowel in "эиоае"),
    *zip("бвгджзклмнпрсфцчшщ", "bfgdssklmnprsfssss", strict=True),
    ("т", "t"),
    ("х", ""),
]
_LAT = [
    ("shch", "s"),
    *((written, "s") for written in ("tsch", "tch", "sch", "dzh", "dj", "sh", "ch", "zh", "ts", "tz", "cz")),
    ("ph", "f"),
    ("kh", ""),
    ("x", "ks"),
    ("qu", "k"),
    *((f"c{vowel}", f"s{vowel}") for vowel in "eiy"),
    ("gu", "g"),
    *zip("cqjvwz", "kksffs", strict=True),
    ("h", ""),
]
_VOWELS = re.compile("[^bdfgklmnprst]")
_DOUBLE = re.compile(r"(.)\1+")


@dataclass(frozen=True, slots=True)
class Names:
    """What a text calls by name; keys are skeletons of consonants, or `=name` for those of the table."""

    sure: Mapping[str, int]  # key → where it first stands, in characters: capitals inside a sentence
    perhaps: frozenset[str]  # keys of every word with a capital, in each way it may be read


def names(text: str, title: str = "") -> Names:
    """The names of a text; those of its title are only perhaps names, for titles may be all capitals."""
    sure: dict[str, int] = {}
    perhaps: set[str] = set()
    for word in _WORD.finditer(text):
        readings = _readings(word[0])
        if readings:
            perhaps.update(readings)
            if readings[0][0] == "=" or not _SENTENCE.search(text[max(0, word.start() - 8) : word.start()] or "\n"):
                sure.setdefault(readings[0], word.start())
    for word in _WORD.finditer(title):
        perhaps.update(_readings(word[0]))
    return Names(sure, frozenset(perhaps))


@lru_cache(maxsize=100_000)
def _readings(word: str) -> tuple[str, ...]:
    """The keys of a word, the likeliest first; none if it is no name."""
    word = _POSSESSIVE.sub("", _ELISION.sub("", word))
    if found := known(word):
        return (found,)
    if not word[:1].isupper() or len(word) < 3 or word.lower() in _COMMON:
        return ()
    return tuple(key for key in dict.fromkeys(skeletons(word)) if len(key) > 1)


def skeletons(word: str) -> list[str]:
    """How a name sounds, as consonants in classes: Лазурин, Lazourine, Lazurin are "lsrn".

    A first vowel is kept as "a". Cyrillic words have further readings: without their case's
    ending, and with Г for an H. Consonants that one of the languages leaves silent (h) fall.
    """
    low = word.lower()
    if _CYRILLIC.search(low):
        bare = _CASE.sub("", low)
        forms = [bare, low]
        if "г" in low:
            forms += [form.replace("г", "h", 1) for form in (bare, low)]
        return [_folded(form, _CYR) for form in forms]
    plain = "".join(letter for letter in normalize("NFD", low) if not combining(letter))
    return [_folded(plain, _LAT)]


def _folded(word: str, rules: list[tuple[str, str]]) -> str:
    first = "a" if word[:1] in "aeiouyаеёиоуыэюя" else ""
    if word[:1] == "h" and word[1:2] in tuple("aeiouy"):
        first = ""
    for written, sound in rules:
        word = word.replace(written, sound)
    return first + _DOUBLE.sub(r"\1", _VOWELS.sub("", word))
