"""Stems, so that search finds a word in its other forms: санкции finds санкциями.

FTS5 itself stems neither Russian nor French. Each word is replaced by its Snowball stem in
place, so that token positions match the original's and snippets show the words as printed.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from sqlite3 import Connection

from scraper.stems import FOLD, LANGUAGES, LATIN, stem

_WORD = re.compile(r"[^\W_]+")
_PARTS = re.compile(r"([^\W_]+)")  # what stands between words, a word, what stands between words, …
_TOKEN = re.compile(r'(-?)"([^"]*)"|(-?)([^\s"()]+)')


def stemmed(language: str | None, text: str | None) -> str | None:
    """A text with each word replaced by its stem."""
    if text is None:
        return None
    parts = _PARTS.split(unicodedata.normalize("NFC", text))
    parts[1::2] = [stem(language or "en", word) for word in parts[1::2]]
    return "".join(parts)


def stem_query(text: str | None, language: str | None = None) -> str:
    """What a person typed, as a safe FTS5 expression over stems.

    Understands "phrases", OR, a minus in front, and prefix*; anything else is words, all of
    which must occur. Latin words may be English or French unless `language` says which.
    """
    wanted: list[list[str]] = []  # of each list, one must occur
    unwanted: list[str] = []
    either = False
    for minus, phrase, minus_word, word in _TOKEN.findall(unicodedata.normalize("NFC", text or "")):
        if word in ("OR", "AND", "NOT"):
            either = word == "OR"
            continue
        part = _expression(phrase or word, language, prefix=word.endswith("*"))
        if not part:
            continue
        if minus or minus_word:
            unwanted.append(part)
        elif either and wanted:
            wanted[-1].append(part)
        else:
            wanted.append([part])
        either = False
    if not wanted:
        return '""'
    query = " AND ".join(_any(parts) for parts in wanted)
    return f"({query}) NOT {_any(unwanted)}" if unwanted else query


def _expression(text: str, language: str | None, *, prefix: bool) -> str:
    words = _WORD.findall(text)
    if not words:
        return ""
    languages = (language,) if language in LANGUAGES else LATIN
    forms = [f'"{" ".join(stem(found or "en", word) for word in words)}"' for found in languages]
    if prefix and len(words) == 1:  # the stem as well, for it may be shorter than the prefix
        forms.append(f'"{words[0].lower().translate(FOLD)}"*')
    return _any(forms)


def _any(parts: Sequence[str]) -> str:
    parts = list(dict.fromkeys(parts))  # side by side, for FTS5 nests no deeper than a hundred
    return parts[0] if len(parts) == 1 else f"({' OR '.join(parts)})"


def install(connection: Connection) -> None:
    """Adds `stem_text` and `stem_query` to a connection, and makes Datasette's search box stem."""
    connection.create_function("stem_text", 2, stemmed, deterministic=True)
    for count in (1, 2):
        connection.create_function("stem_query", count, stem_query, deterministic=True)
    connection.create_function("escape_fts", 1, stem_query, deterministic=True)


class Index:
    """The search index behind one connection; the caller holds the transaction.

    A row is removed by the very stems it was added with, so call `remove` before the article's
    row changes and `add` after.
    """

    def __init__(self, connection: Connection) -> None:
        self._db = connection

    def clear(self) -> None:
        """Empties the index."""
        self._db.execute("insert into articles_fts (articles_fts) values ('delete-all')")

    def add(self, article_id: int) -> None:
        """Adds an article as its row stands."""
        self._db.execute(
            "insert into articles_fts (rowid, title, lead, body) values (?, ?, ?, ?)", self._stems(article_id)
        )

    def remove(self, article_id: int) -> None:
        """Removes an article as its row stands."""
        self._db.execute(
            "insert into articles_fts (articles_fts, rowid, title, lead, body) values ('delete', ?, ?, ?, ?)",
            self._stems(article_id),
        )

    def _stems(self, article_id: int) -> tuple[int | str | None, ...]:
        language, *texts = self._db.execute(
            "select language, title, lead, body from articles where id = ?", (article_id,)
        ).fetchone()
        return (article_id, *(stemmed(language, text) for text in texts))
