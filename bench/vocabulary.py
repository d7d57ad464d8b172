"""Words that look like English, French and Russian, in forms that stemmers know, as frequent as real words."""

from __future__ import annotations

from itertools import accumulate
from random import Random

LANGUAGES = ("en", "fr", "ru")
_LEMMAS = 15_000
_FLATTER = 2.7  # Zipf-Mandelbrot's shift
_SYLLABLES = {
    "en": "har ter min ford stan pol wick ser gar lan ket dis con per tion mer bri cal den vor sum tra pen gil ros fen",
    "fr": "mar quê ber lou fran cor tein gué pli ven cha dou sol rei mon vau pré ser lan gri tou bel fon né cla vi",
    "ru": "сан пре зи гор мос вет кон тра пол дер ско лин мер бор хар пар тур вой щек лов рат чин ме ры бе са",
}
_ENDINGS = {
    "en": ["", "s", "ed", "ing", "er", "ly"],
    "fr": ["e", "es", "é", "ée", "er", "ement"],
    "ru": ["", "а", "ов", "ам", "ами", "ах", "ий", "ного"],
}


class Vocabulary:
    """A language's words, the most frequent first."""

    def __init__(self, language: str) -> None:
        chance, syllables = Random(language), _SYLLABLES[language].split()
        lemmas: dict[str, None] = {}
        for count, many in ((2, 400), (3, _LEMMAS)):  # the frequent ones are short
            while len(lemmas) < many:
                lemmas["".join(chance.choices(syllables, k=count))] = None
        forms = [lemma + ending for lemma in lemmas for ending in _ENDINGS[language]]
        weight = {form: 1 / (at // len(_ENDINGS[language]) + _FLATTER) / (at % len(_ENDINGS[language]) + 1)
                  for at, form in enumerate(forms)}  # fmt: skip
        self._words = sorted(weight, key=lambda form: (-weight[form], form))
        self._weights = list(accumulate(weight[form] for form in self._words))

    def word(self, rank: int) -> str:
        """The word of that rank; 0 is the most frequent."""
        return self._words[rank]

    def text(self, chance: Random, count: int) -> str:
        """So many words, in sentences of a dozen."""
        found = chance.choices(self._words, cum_weights=self._weights, k=count)
        sentences = [" ".join(found[at : at + 12]).capitalize() for at in range(0, count, 12)]
        return ". ".join(sentences) + "."
