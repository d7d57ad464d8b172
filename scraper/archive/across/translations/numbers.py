"""The numbers of a text, as values: 1,000 and 1 000 and "a thousand", mille, тысяча are one."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from types import MappingProxyType

# Digits: thousands parted by spaces, or pieces parted by stops and commas.
_DIGITS = re.compile(r"\d{1,3}(?:[ \u00a0\u202f\u2009'’]\d{3})+(?![\d])(?:[.,]\d+)?|\d+(?:[.,]\d+)*")
_TOKEN = re.compile(rf"(?P<digits>{_DIGITS.pattern})|(?P<word>[^\W\d_]+)")
_ROMAN = re.compile(r"^(?=[IVX]{2,})(X{0,3})(IX|IV|V?I{0,3})(?:e|ème|ième)?$")
_THOUSANDS = {"en": ",", "fr": ".", "ru": "."}

_EN = """zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen
    seventeen eighteen nineteen"""
_EN_ORDINALS = """zeroth first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth
    fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth"""
_EN_TENS = "twenty thirty forty fifty sixty seventy eighty ninety"
_FR = """zéro un deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize dix-sept
    dix-huit dix-neuf"""
_FR_TENS = "vingt trente quarante cinquante soixante"
_CASES = "(?:ый|ой|ий|ого|его|ому|ему|ым|им|ом|ем|ая|ую|ое|ые|ых|ыми|и|ь|ью|а|у|ам|ами|ах)"
_RU = {  # stems that take the endings above
    4: "четверт четвёрт",
    5: "пят",
    6: "шест",
    7: "седьм",
    8: "восьм",
    9: "девят",
    10: "десят",
    11: "одиннадцат",
    12: "двенадцат",
    13: "тринадцат",
    14: "четырнадцат",
    15: "пятнадцат",
    16: "шестнадцат",
    17: "семнадцат",
    18: "восемнадцат",
    19: "девятнадцат",
    20: "двадцат",
    30: "тридцат",
    40: "сороков",
    50: "пятидесят",
    60: "шестидесят",
    70: "семидесят",
    80: "восьмидесят",
    90: "девяност",
}
_RU_WORDS = {
    1: "один одна одно одну одного одной одним одному первый первая первое первого первой первую первом",
    2: "два две двух двум двумя второй вторая второе второго вторую втором вторым",
    3: "три трех трёх трем трём тремя третий третья третье третьего третьей третью третьем",
    4: "четыре четырех четырёх четырем четырём четырьмя",
    7: "семь семи семью",
    8: "восемь восемью",
    40: "сорок сорока",
    50: "пятьдесят пятьюдесятью",
    60: "шестьдесят",
    70: "семьдесят",
    80: "восемьдесят",
    90: "девяносто",
    100: "сто ста",
    200: "двести двухсот двумстам двухстах",
    300: "триста трехсот трёхсот тремстам",
    400: "четыреста четырехсот четырёхсот",
    500: "пятьсот пятисот пятистам",
    600: "шестьсот шестисот шестистам",
    700: "семьсот семисот семистам",
    800: "восемьсот восьмисот восьмистам",
    900: "девятьсот девятисот девятистам",
}
_SCALES = {  # word begins with → value; the longest first
    "en": (("thousand", 10**3), ("million", 10**6), ("billion", 10**9)),
    "fr": (("milliard", 10**9), ("million", 10**6), ("millier", 10**3), ("mille", 10**3)),
    "ru": (("миллиард", 10**9), ("миллион", 10**6), ("тысяч", 10**3), ("млрд", 10**9), ("млн", 10**6), ("тыс", 10**3)),
}
_JOINS = {"en": {"and"}, "fr": {"et"}, "ru": set[str]()}


def _table(language: str) -> Mapping[str, int]:
    found: dict[str, int] = {}
    if language == "en":
        for words in (_EN, _EN_ORDINALS):
            found |= {word: value for value, word in enumerate(words.split())}
        for value, word in enumerate(_EN_TENS.split(), 2):
            found |= {word: 10 * value, f"{word[:-1]}ieth": 10 * value}
        found |= {"hundred": 100, "hundredth": 100}
    elif language == "fr":
        for value, word in [*enumerate(_FR.split()), *((10 * n, w) for n, w in enumerate(_FR_TENS.split(), 2))]:
            found[word] = value
            found[f"{word.removesuffix('e')}ième"] = value
        found |= {"une": 1, "premier": 1, "première": 1, "second": 2, "seconde": 2, "cinquième": 5, "neuvième": 9}
        found |= {"vingts": 20, "cent": 100, "cents": 100, "centième": 100}
    else:
        for value, words in _RU_WORDS.items():
            found |= dict.fromkeys(words.split(), value)
    return MappingProxyType(found)


_WORDS = {language: _table(language) for language in ("en", "fr", "ru")}
_RU_STEMS = [(re.compile(f"(?:{'|'.join(stems.split())}){_CASES}"), value) for value, stems in _RU.items()]

_BETWEEN = frozenset(" -\u00a0\u2011‐")  # the words of one number, two characters at most


def numbers(text: str, language: str, least: int = 4) -> Iterator[tuple[str, int]]:
    """Each number of a text that is at least `least`, and where it stands, in characters.

    Words count as digits do, ordinals as well; so do Roman numerals of two letters and more. A
    year is a number; of a date in digits each part is one. Languages other than en, fr and ru are
    read as English.
    """
    language = language if language in _WORDS else "en"
    run = _Run(language)
    for token in _TOKEN.finditer(text):
        if run.open and (token.start() - run.end > 2 or not _BETWEEN.issuperset(text[run.end : token.start()])):
            yield from run.close(least)
        if token["digits"]:
            values = _parsed(token["digits"], language)
            yield from run.close(least)
            for value in values[:-1]:
                yield from _told(value, token.start(), least)
            run.start_digits(values[-1], token.start(), token.end())
        elif not run.take(token["word"], token.start(), token.end()):
            yield from run.close(least)
            if (roman := _ROMAN.match(token["word"])) and token["word"] not in ("I", "X", "V"):
                yield from _told(_roman(roman), token.start(), least)
            run.take(token["word"], token.start(), token.end())
    yield from run.close(least)


class _Run:
    """Number words that follow each other, or digits that a word of scale follows."""

    def __init__(self, language: str) -> None:
        self._language = language
        self.open = False
        self.end = 0
        self._reset()

    def _reset(self) -> None:
        self._total, self._part, self._start, self._digits, self._last = 0.0, 0.0, 0, False, 0
        self.open = False

    def start_digits(self, value: float, start: int, end: int) -> None:
        """Digits that a word of scale may follow."""
        self._part, self._start, self.end, self._digits, self.open = value, start, end, True, True

    def take(self, word: str, start: int, end: int) -> bool:
        """Whether the word goes on with the number, or begins one."""
        word = word.lower()
        if self.open and word in _JOINS[self._language] and not self._digits:
            self.end = end
            return True
        scale = _scale(word, self._language)
        value = None if scale else _value(word, self._language)
        if scale and (self.open or scale == 1000):
            self._begin(start)
            self._total += (self._part or 1) * scale
            self._part, self._last = 0, scale
        elif value is None or self._digits or not self._adds(value):
            return False
        else:
            self._begin(start)
            self._last = value
        self.end, self.open = end, True
        return True

    def _begin(self, start: int) -> None:
        if not self.open:
            self._start = start

    def _adds(self, value: int) -> bool:
        """Adds a word's value, if it can follow what came before it: two hundred four, not four two."""
        if value == 100 and self._language != "ru" and 0 < self._part < 10:
            self._part *= 100
        elif value == 20 and self._language == "fr" and self._part % 100 == 4 and self._last == 4:
            self._part += 76  # quatre-vingts
        elif not self.open or self._part == 0 or self._fits(value):
            self._part += value
        else:
            return False
        return True

    def _fits(self, value: int) -> bool:
        room = 100 if self._part % 100 == 0 else 10 if self._part % 10 == 0 else 0
        if self._language == "fr" and self._part % 100 in (60, 80):
            room = 20
        return 0 < value < room

    def close(self, least: int) -> Iterator[tuple[str, int]]:
        """The number so far, if there is one."""
        if self.open:
            yield from _told(self._total + self._part, self._start, least)
        self._reset()


@lru_cache(maxsize=50_000)
def _value(word: str, language: str) -> int | None:
    found = _WORDS[language].get(word)
    if found is None and language == "ru":
        found = next((value for stem, value in _RU_STEMS if stem.fullmatch(word)), None)
    return found


@lru_cache(maxsize=50_000)
def _scale(word: str, language: str) -> int | None:
    return next((value for begin, value in _SCALES[language] if word.startswith(begin)), None)


def _told(value: float, start: int, least: int) -> Iterator[tuple[str, int]]:
    if value >= least:
        yield f"{value:.3f}".rstrip("0").rstrip("."), start


def _parsed(digits: str, language: str) -> list[float]:
    """What a run of digits with its signs means: one value, or the parts of a date."""
    if re.search(r"[^\d.,]", digits):
        return [float(re.sub(r"[^\d.,]", "", digits).replace(",", "."))]
    pieces = re.split(r"[.,]", digits)
    signs = re.findall(r"[.,]", digits)
    threes = all(len(piece) == 3 for piece in pieces[1:]) and len(pieces[0]) <= 3 and pieces[0] != "0"
    if not signs:
        return [float(digits[:15])]
    if len(set(signs)) == 1 and threes:
        if len(signs) > 1 or signs[0] == _THOUSANDS[language] or pieces[1] == "000":
            return [float("".join(pieces)[:15])]
    elif len(set(signs)) == 2 and signs.count(signs[-1]) == 1:
        return [float(f"{''.join(pieces[:-1])[:15]}.{pieces[-1]}")]
    if len(signs) == 1:
        return [float(f"{pieces[0][:15]}.{pieces[1]}")]
    return [float(piece[:15]) for piece in pieces]


def _roman(match: re.Match[str]) -> int:
    ones = {"": 0, "I": 1, "II": 2, "III": 3, "IV": 4, "V": 5, "VI": 6, "VII": 7, "VIII": 8, "IX": 9}
    return 10 * len(match[1]) + ones[match[2]]
