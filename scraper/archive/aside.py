"""The indexes that only readers need, set aside while every row is written anew.

Keys of articles are hashes: each row that is added changes another page of each index. Made at the end, from rows
that are sorted first, an index costs a fraction of that.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from sqlite3 import Connection

# By these, readers sort, filter and count; nothing that keeps one page asks for them.
ASIDE = (
    "articles_published",
    "articles_edition",
    "articles_seen",
    "articles_status",
    "articles_day",
    "articles_title",
    "articles_edition_title",
    "articles_edition_words",
    "articles_extractor",
    "articles_url",
    "articles_words",
    "alternates_url",
    "article_authors_author",
    "article_sections_both",
    "article_sections_section",
    "article_tags_tag",
    "changes_cause",
    "disclaimers_entity",
    "images_file",
    "images_upload",
    "links_cited",
    "links_host",
    "links_target",
    "related_target",
    "related_seen_target",
    "series_key",
    "versions_first",
    "versions_seen",
)


@contextmanager
def set_aside(connection: Connection) -> Iterator[None]:
    """Inside, these indexes are not there; at the end they are made again.

    The caller holds the transaction: nobody else misses them, and what ends it early leaves them as they are.
    """
    marks = ", ".join("?" * len(ASIDE))
    found = connection.execute(f"select name, sql from sqlite_master where type = 'index' and name in ({marks})", ASIDE)
    indexes = found.fetchall()
    for name, _ in indexes:
        connection.execute(f"drop index {name}")
    yield
    for _, sql in indexes:
        connection.execute(sql)
