"""How probable it is that two articles are one piece in two languages, and on what evidence."""

from __future__ import annotations

import json
from bisect import bisect_left
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from math import exp, log, sqrt

from scraper.archive.across.translations.layout import together
from scraper.archive.across.translations.traits import Traits

# Words of a translation for one of the English original, as a rule.
_USUAL = {"en": 1.0, "fr": 1.13, "ru": 0.84}

# Weights of evidence, in logits; set by hand on one half of the pairs of bench/translations.py, scored on the other.
_START = -11.4
_COVER = 11.0  # times the share of names and numbers that both have
_EACH = 0.35  # for each shared name or number, up to _MOST
_MOST = 10
_NUMBER = 1.6  # a number says more than a name: names recur in an author's other pieces
_ASTRAY = -0.6  # for each number that the other lacks, on both sides, up to four
_IMAGE, _LINK = 2.6, 1.9  # for each that stands in no other piece, up to two and three
_ORDER = 1.5  # names and numbers follow each other as in the other
_LAYOUT, _USUALLY = 5.0, 0.85  # times how well paragraphs go together beyond what chance gives, where there are six
_PART, _OTHER_PART = 1.0, -4.0  # titles count the same part, or another
_DAY = -0.25  # for each day between the two
_UNSIGNED = -0.7  # no author speaks for it
_LENGTH = -2.5  # times the log of the lengths' ratio, beyond what paragraphs left out would explain
_SLACK = 0.35
_SUREST = 0.999  # what is inferred is never quite sure


@dataclass(frozen=True, slots=True)
class Likeness:
    """What speaks for two articles being one piece."""

    logit: float
    images: int
    links: int
    numbers: int
    names: int
    cover: float  # weighted share of the names and numbers that both have: mean of those of both and of the shorter
    days: int

    @property
    def score(self) -> float:
        """The logit as a probability, 0 to 0.999: of planted links with that score, about so many are right."""
        return round(min(_SUREST, 1 / (1 + exp(-self.logit))), 4) if self.logit > -50 else 0.0

    @property
    def evidence(self) -> str:
        """As JSON, for a reader."""
        found = {
            "images": self.images,
            "links": self.links,
            "numbers": self.numbers,
            "names": self.names,
            "cover": round(self.cover, 2),
            "days": self.days,
        }
        return json.dumps(found)


def likeness(one: Traits, other: Traits, weight: Callable[[str], float]) -> Likeness:
    """How alike two articles in different languages are.

    `weight` says how much a shared image ("i:…") or link ("l:…") counts: 1 if it stands in these
    two alone, 0 if it stands in many articles.
    """
    names = {key for key in one.names.sure if key in other.names.perhaps}
    names |= {key for key in other.names.sure if key in one.names.perhaps}
    numbers = one.numbers.keys() & other.numbers.keys()
    shared = _sum(map(_of_name, names)) + _sum(map(_of_number, numbers))
    all_one, all_other = _all(one, names), _all(other, names)
    cover = (shared / sqrt(all_one * all_other) + shared / min(all_one, all_other)) / 2 if shared else 0.0
    astray = min(_sum(map(_of_number, texts.numbers.keys() - numbers)) for texts in (one, other))
    images, links = one.images & other.images, one.links & other.links
    days = abs(one.day - other.day) if one.day is not None and other.day is not None else 0
    logit = _START + _COVER * cover + _EACH * min(shared, _MOST)
    logit += _ASTRAY * min(4.0, astray / _NUMBER)
    logit += _IMAGE * min(2.0, _sum(weight(f"i:{one.publisher}:{key}") for key in sorted(images)))
    logit += _LINK * min(3.0, _sum(weight(f"l:{one.publisher}:{key}") for key in sorted(links)))
    logit += _ORDER * _order(one, other) * min(1.0, shared / 4)
    fit = together(one.paragraphs, other.paragraphs) - _USUALLY
    logit += _LAYOUT * fit * min(1.0, len(one.paragraphs) / 6, len(other.paragraphs) / 6)
    if one.part and other.part:
        logit += _PART if one.part & other.part else _OTHER_PART
    logit += _DAY * days + (0.0 if one.signed and other.signed else _UNSIGNED)
    logit += _LENGTH * max(0.0, abs(log(_length(one) / _length(other))) - _SLACK)
    return Likeness(logit, len(images), len(links), len(numbers), len(names), cover, days)


def _length(traits: Traits) -> float:
    return max(traits.words, 1) / _USUAL.get(traits.slot, 1.0)


def _of_name(key: str) -> float:
    """What a name says: those that everybody names say little, as do those of one consonant or two."""
    return 0.35 if key[0] == "=" else (0.35, 0.35, 0.35, 0.7)[len(key)] if len(key) < 4 else 1.0


def _of_number(value: str) -> float:
    """What a number says: 47,318 says much, a year of our time little, 7 hardly anything."""
    if "." in value or len(value) > 4:
        return _NUMBER
    year = len(value) == 4 and value[:2] in ("19", "20")
    return _NUMBER * (0.5 if year else (0.3, 0.3, 0.5, 0.8, 0.9)[len(value)])


def _all(traits: Traits, shared: Iterable[str]) -> float:
    keys = traits.names.sure.keys() | shared
    return _sum(map(_of_name, keys)) + _sum(map(_of_number, traits.numbers))


def _sum(values: Iterable[float]) -> float:
    """Added up in thousandths: the order does not matter, as it does for floats."""
    return sum(round(1000 * value) for value in values) / 1000


def _order(one: Traits, other: Traits) -> float:
    """How far what both have follows in the same order: 0 as by chance, 1 exactly; few say nothing."""
    pairs = [(one.numbers[key], other.numbers[key]) for key in one.numbers.keys() & other.numbers.keys()]
    pairs += [(one.names.sure[key], other.names.sure[key]) for key in one.names.sure.keys() & other.names.sure.keys()]
    if len(pairs) < 3:
        return 0.0
    tails: list[int] = []  # of the longest rising run
    for _, place in sorted(pairs):
        at = bisect_left(tails, place)
        tails[at : at + 1] = [place]
    chance = min(1.0, 2 / sqrt(len(pairs)))
    return (len(tails) / len(pairs) - chance) / (1.0001 - chance) if chance < 1 else len(tails) / len(pairs) - 0.6
