"""Stems, so that search finds a word in its other forms: санкции finds санкциями.

FTS5 itself stems neither Russian nor French. Each word is replaced by its Snowball stem in
place, so that token positions match the original's and snippets show the words as printed.
"""

from __future__ import annotations

from sqlite3 import Connection

from scraper.archive.search.exact import exactly
from scraper.archive.search.index import Index
from scraper.archive.search.query import stem_query
from scraper.stems import plain
from scraper.texts.words import indexed, stemmed

__all__ = ["Index", "exactly", "indexed", "install", "stem_query", "stemmed"]


def install(connection: Connection) -> None:
    """Adds SQL functions to a connection, and makes Datasette's search box stem.

    `stem(language, text)` (also `stem_text`), `stem_query(words[, language])`, `exactly(words, text…)`,
    `plain(text)`: in lower case, without accents.
    """
    for name in ("stem", "stem_text"):
        connection.create_function(name, 2, stemmed, deterministic=True)
    for count in (1, 2):
        connection.create_function("stem_query", count, stem_query, deterministic=True)
    connection.create_function("exactly", -1, exactly, deterministic=True)
    connection.create_function("plain", 1, _plain, deterministic=True)
    connection.create_function("escape_fts", 1, stem_query, deterministic=True)


def _plain(text: object) -> str | None:
    return None if text is None or isinstance(text, bytes) else plain(str(text))
