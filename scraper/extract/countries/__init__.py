"""Which countries a text names, in English, French and Russian.

Names only, with a capital letter: no adjectives (Russian, российский, français), no capitals that stand for a state
("Moscow said"). What is not sure is left out: Korea or Congo without saying which, Америка, a Jordan with a surname.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from scraper.extract.countries.names import LANGUAGES, codes, names
from scraper.extract.countries.russian import forms
from scraper.records import Article, CountryMentions

__all__ = ["LANGUAGES", "codes", "count", "found_in"]

# A word with a capital, or letters with full stops: "U.S.", "U. K.", "É.-U."
_CAPITAL = re.compile(r"\b(?:(?:[A-ZÉ]\.[ -]?){2,}|[A-ZÀ-ÖØ-ÞА-ЯЁ][^\W\d_]*)")
_STOPS = re.compile(r"[. -]")
_NEXT = re.compile(r"[\s.\-‐‑–—’']{1,3}(&|[^\W\d_]+)")
_SENTENCE = re.compile(r"(?:^|[.!?…:;«“\"(—–-])\s*$")  # what stands in front of a sentence's first word
_NAME_BEFORE = re.compile(r"\b([A-Z][a-z]+) $")
_NAME_AFTER = re.compile(r" [A-Z][a-z]")
_NO_NAMES = frozenset(  # words with a capital that are no first name
    "In The From To And But With For Both While When As If At By On Of Over Through Between After Before Since Like "
    "Even Neighboring Neighbouring Today Now So Yet Unlike Despite Within Across Against Meanwhile Eastern Western "
    "Northern Southern Modern Visit King Queen Why How What Can Will Does Is Are".split()
)
_AS_PEOPLE: Mapping[str, frozenset[str]] = {
    "en": frozenset(("JO", "TD", "GE")),
    "fr": frozenset(("SV",)),
    "ru": frozenset(),
}
_AS_WORDS: Mapping[str, frozenset[str]] = {
    "en": frozenset[str](),
    "fr": frozenset(("GD",)),
    "ru": frozenset(("TG", "TD")),
}  # at a sentence's beginning
_US_STATE = re.compile(
    r"Atlanta|Savannah|Alabama|Florida|Floride|Carolina|Caroline|Tennessee|Senat|Sénat|senator|[Gg]overnor|runoff"
    r"|[Ss]tate of|État de|US state|U\.S\. state"
)
_AROUND = 60  # characters in which Georgia's neighbours are looked for
_WATERS = {
    "en": re.compile(r"\b(?:lake|river|gulf of|delta of the) $", re.I),
    "fr": re.compile(r"\b(?:lac|fleuve|delta du|golfe (?:du|de|d[’'])|mer de) ?$", re.I),
    "ru": re.compile(r"\b(?:озер\w*|рек\w*|дельт\w*) $", re.I),
}


@dataclass(frozen=True, slots=True)
class _Name:
    rest: Sequence[frozenset[str]]  # the forms of each word after the first, in small letters
    country: str | None


@dataclass(frozen=True, slots=True)
class Mention:
    """Where a text names a country."""

    start: int
    stop: int
    country: str


def count(article: Article) -> tuple[CountryMentions, ...]:
    """The countries that title, lead and body name, the most named first; disclaimers' own words do not count.

    The language is that in which the text is written, else the one declared; of another language, none.
    """
    language = next((said for said in (article.language_detected, article.language) if said in LANGUAGES), None)
    if language is None:
        return ()
    marked: dict[int | None, list[str]] = {}
    for found in article.disclaimers:
        if found.form != "mark":
            marked.setdefault(found.block, []).append(found.words)
    texts: list[tuple[int | None, str]] = [(0, article.lead or ""), *enumerate((b.text for b in article.blocks), 1)]
    counts: dict[str, int] = {}
    first: dict[str, int | None] = {}
    for block, text in [*texts, (None, article.title)]:
        for words in marked.get(block, ()):
            text = text.replace(words, " ")
        for mention in found_in(language, text):
            counts[mention.country] = counts.get(mention.country, 0) + 1
            first.setdefault(mention.country, block)
    titled = {mention.country for mention in found_in(language, article.title)}
    return tuple(
        CountryMentions(country, number, first[country], country in titled)
        for country, number in sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    )


def found_in(language: str, text: str) -> Iterator[Mention]:
    """Every mention in a text, in order; of names that begin at one word, the longest."""
    known = _names(language)
    done = 0
    for token in _CAPITAL.finditer(text):
        word = token[0]
        entries = known.get(word) or (known.get(_key(word)) if not word.isalpha() or _unusual(word) else None)
        if entries is None or token.start() < done:
            continue
        end = token.end() if word.isalpha() else token.start() + len(word.rstrip())
        for name in entries:
            stop = _reaches(text, end, name)
            if stop is not None:
                done = stop
                if name.country and not _means_another(language, text, token.start(), stop, name):
                    yield Mention(token.start(), stop, name.country)
                break


def _reaches(text: str, stop: int, name: _Name) -> int | None:
    """Where a name ends whose first word ends at `stop`; None if its other words do not follow."""
    for words in name.rest:
        found = _NEXT.match(text, stop)
        if found is None or found[1].lower().replace("ё", "е") not in words:
            return None
        stop = found.end()
    return stop


def _means_another(language: str, text: str, start: int, stop: int, name: _Name) -> bool:
    """Whether a name of one word is a person's here, a lake's, the American state's, or another word's."""
    country, front = name.country, text[max(start - 24, 0) : start]
    if name.rest or country is None:
        return False
    if _WATERS[language].search(front):
        return True
    if country in _AS_WORDS[language] and _SENTENCE.search(front):
        return True
    if country == "GE" and language != "ru" and _US_STATE.search(text, max(start - _AROUND, 0), stop + _AROUND):
        return True
    if country in _AS_PEOPLE[language]:
        before = _NAME_BEFORE.search(front)
        return bool(_NAME_AFTER.match(text, stop)) or bool(before and before[1] not in _NO_NAMES)
    return False


def _unusual(word: str) -> bool:
    """Whether a word is to be looked for in another spelling: RUSSIA, Орёл."""
    return "ё" in word or "Ё" in word or (len(word) > 3 and word.isupper())


def _key(word: str) -> str:
    """A name's first word as it is looked for: "U.S." as US, RUSSIA as Russia, ё as е."""
    bare = _STOPS.sub("", word).replace("ё", "е").replace("Ё", "Е")
    return bare.capitalize() if len(bare) > 3 and bare.isupper() else bare


@cache
def _names(language: str) -> dict[str, tuple[_Name, ...]]:
    """Every name of a language by each form of its first word, the longest first; made once a process."""
    made: dict[str, dict[tuple[frozenset[str], ...], str | None]] = {}
    for written, country in names(language):
        words = _words(written)
        varied = [forms(word) if language == "ru" else frozenset((word,)) for word in words]
        rest = tuple(frozenset(form.lower() for form in one) for one in varied[1:])
        for form in varied[0]:
            for spelt in {form, form.translate(_BARE)[:1] + form[1:]}:
                made.setdefault(spelt, {}).setdefault(rest, country)
    return {
        word: tuple(_Name(rest, country) for rest, country in sorted(found.items(), key=lambda item: -len(item[0])))
        for word, found in made.items()
    }


_BARE = str.maketrans("ÉÈÎÅ", "EEIA")  # as capitals are often written


def _words(name: str) -> list[str]:
    """The words of a name, as a text has them: "U.S. Virgin Islands" is US, Virgin, Islands."""
    first = _CAPITAL.match(name)
    assert first is not None, name
    plain = first[0].isalpha()
    found = [first[0] if plain else _STOPS.sub("", first[0])]
    end = first.end() if plain else len(first[0].rstrip())
    while following := _NEXT.match(name, end):
        found.append(following[1])
        end = following.end()
    return found
