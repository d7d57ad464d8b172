"""A text's words, as the index has them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from functools import lru_cache

from scraper.stems import cyrillic, stem

# An accent that stands alone belongs to its word, for the index's tokenizer too: за́мок is one word.
_WORD = r"[^\W_]+(?:[\u0300-\u036f]+[^\W_]*)*"
_WORDS = re.compile(_WORD)
_PARTS = re.compile(f"({_WORD})")  # what stands between words, a word, what stands between words, …
_FRENCH = "ᶠ"


def words(text: str) -> list[str]:
    """The words of a text, as they are printed."""
    return _WORDS.findall(unicodedata.normalize("NFC", text))


def stemmed(language: str | None, text: object) -> str | None:
    """A text with each word replaced by its stem; None for what is no text."""
    return _replaced(stem, language or "en", text)


def indexed(language: str | None, text: object) -> str | None:
    """The same as the index keeps it, with French stems marked.

    Else the French notes, which has the stem "not", would be found by whoever looks for it in English.
    """
    return _replaced(_term, language or "en", text)


def marked(language: str, found: str) -> str:
    """A stem as the index has it, of a word in a text of that language."""
    return found + _FRENCH if language == "fr" and not cyrillic(found) else found


@lru_cache(maxsize=100_000)
def _term(language: str, word: str) -> str:
    return marked(language, stem(language, word))


def _replaced(of: Callable[[str, str], str], language: str, text: object) -> str | None:
    if text is None or isinstance(text, bytes):
        return None
    parts = _PARTS.split(unicodedata.normalize("NFC", str(text)))
    parts[1::2] = [of(language, word) for word in parts[1::2]]
    return "".join(parts)
