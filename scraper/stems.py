"""Words by their stems: санкции and санкциями are one, ещё and еще, élu and élus."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from threading import local

import Stemmer

from scraper.swaps import swapping

LANGUAGES = {"en": "english", "fr": "french", "ru": "russian"}
LATIN = ("en", "fr")
LONGEST = 64  # letters of a word; what is longer is no word, and is left as it is
_CYRILLIC = re.compile(r"[\u0400-\u04ff]")
_MARKS = re.compile(r"[\u0300-\u036f]")  # accents that stand alone: the stress in за́мок
_spelt_out = swapping({"œ": "oe", "æ": "ae", "ё": "е"})
_ACCENTED = re.compile(r"[^\x00-\x7f\u0400-\u04ff]")  # what may be, of letters that are not Cyrillic
# French endings whose accents decide the stem: as they are typed without, and as they may have been meant.
_ENDINGS = (
    ("e", "é"), ("es", "és"), ("es", "ès"), ("ee", "ée"), ("ees", "ées"), ("a", "à"), ("erent", "èrent"),
    ("iere", "ière"), ("ieres", "ières"), ("ames", "âmes"), ("ates", "âtes"), ("at", "ât"), ("imes", "îmes"),
    ("ites", "îtes"), ("it", "ît"),
)  # fmt: skip
_TOO_SHORT = 4  # letters: "une" is not "uné"
_stemmers = local()  # a Snowball stemmer must not be used by two threads at once


def stem(language: str, word: str) -> str:
    """A word's stem; Cyrillic words are Russian, whatever the language of the text."""
    return _stem(language, word) if len(word) <= LONGEST else folded(word)


def cyrillic(word: str) -> bool:
    """Whether a word has a Cyrillic letter."""
    return _CYRILLIC.search(word) is not None


def folded(word: str) -> str:
    """A word in lower case, ё as е, œ as oe; accents stay, but for those that stand alone."""
    word = word.lower()
    return word if word.isascii() else _spelt_out(_MARKS.sub("", unicodedata.normalize("NFC", word)))


def plain(word: str) -> str:
    """A word in lower case without any accent; й stays, for it is a letter of its own."""
    word = folded(word)
    if not _ACCENTED.search(word):
        return word
    return "".join(c if "\u0400" <= c <= "\u04ff" else unicodedata.normalize("NFD", c)[0] for c in word)


@lru_cache(maxsize=50_000)
def stems(language: str, word: str) -> tuple[str, ...]:
    """All stems under which a word that somebody typed may stand in a text, its own first.

    Of a French word, also those that it has where accents were left out, by whom it was typed or in
    the text: achevees is looked up as achevées, for only that has the stem of achever.
    """
    own = stem(language, word)
    if language != "fr" or cyrillic(word) or len(word) > LONGEST:
        return (own,)
    bare = plain(word)
    meant = [bare]
    if bare == folded(word) and len(bare) >= _TOO_SHORT:
        meant += [bare.removesuffix(end) + accented for end, accented in _ENDINGS if bare.endswith(end)]
    if bare.endswith(("u", "us")):  # the French stemmer leaves the plural of élu as it is
        meant += [bare[:-1] if bare.endswith("s") else bare + "s"]
    return tuple(dict.fromkeys([own, *(plain(_stem(language, form)) for form in meant)]))


@lru_cache(maxsize=20_000)  # the index has a larger one of its own
def _stem(language: str, word: str) -> str:
    language = "ru" if cyrillic(word) else language if language in LATIN else "en"
    stemmer = getattr(_stemmers, language, None)
    if stemmer is None:
        stemmer = Stemmer.Stemmer(LANGUAGES[language])
        setattr(_stemmers, language, stemmer)
    return str(stemmer.stemWord(plain(word) if language == "en" else folded(word)))
