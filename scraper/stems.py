"""Words by their stems: санкции and санкциями are one, ещё and еще, élu and élus."""

from __future__ import annotations

import re
from functools import lru_cache
from threading import local

import Stemmer

FOLD = str.maketrans({"œ": "oe", "æ": "ae", "ё": "е"})
LANGUAGES = {"en": "english", "fr": "french", "ru": "russian"}
LATIN = ("en", "fr")
_CYRILLIC = re.compile(r"[\u0400-\u04ff]")
_stemmers = local()  # a Snowball stemmer must not be used by two threads at once


@lru_cache(maxsize=200_000)
def stem(language: str, word: str) -> str:
    """A word's stem; Cyrillic words are Russian, whatever the language of the text."""
    language = "ru" if _CYRILLIC.search(word) else language if language in LATIN else "en"
    stemmer = getattr(_stemmers, language, None)
    if stemmer is None:
        stemmer = Stemmer.Stemmer(LANGUAGES[language])
        setattr(_stemmers, language, stemmer)
    return str(stemmer.stemWord(word.lower().translate(FOLD)))
