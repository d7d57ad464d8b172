"""What an export is of: the archive's state, what was chosen, and how to cite it."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from scraper import __version__
from scraper.archive.evidence import heads
from scraper.publish.export.choice import Choice, Selection

SOFTWARE = f"neo-archive {__version__}"


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known before the first row is written."""

    form: str
    row: str  # what a row is
    sql: str
    values: Mapping[str, str | None]
    options: Mapping[str, object]  # as given
    publishers: tuple[tuple[str, str | None], ...]  # names, and the address that was crawled last
    articles: int  # held by the archive
    crawled: str | None  # when its last crawl ended
    migration: str  # the last one that the archive has
    made: str  # "" is not said, so that the same rows give the same bytes
    head: heads.Head | None = None  # the last tree head

    def text(self) -> str:
        """As JSON, for formats that have a place for it in the file."""
        return json.dumps(
            {
                "software": SOFTWARE,
                **({"made": self.made} if self.made else {}),
                "row": self.row,
                "sql": self.sql,
                "parameters": dict(self.values),
                "archive": self.archive(),
            },
            ensure_ascii=False,
        )

    def archive(self) -> dict[str, object]:
        """The archive's state, for a file."""
        return {
            "publishers": [name for name, _ in self.publishers],
            "articles": self.articles,
            "last_crawl_finished": self.crawled,
            "migration": self.migration,
            "tree_head": {"day": self.head.day, "size": self.head.size, "root": self.head.root} if self.head else None,
        }


def facts(connection: sqlite3.Connection, form: str, choice: Choice, selection: Selection) -> Facts:
    """The facts of an export that begins now."""
    (articles,) = connection.execute("select count(*) from frontier where state = 'held'").fetchone()
    (crawled,) = connection.execute("select max(finished) from crawls").fetchone()
    (migration,) = connection.execute("select max(name) from _sqlite_migrations").fetchone()
    publishers = connection.execute(
        "select publisher, home from crawls where id in (select max(id) from crawls group by publisher) order by 1"
    ).fetchall()
    given: dict[str, object] = {
        "one_row_per": choice.per if choice.per != "article" else None,
        "language": choice.language,
        "since": choice.since,
        "section": choice.section,
        "columns": list(choice.columns),
        "query": choice.query,
        "view": choice.view,
        "excel": choice.excel,
    }
    return Facts(
        form,
        selection.what,
        selection.sql,
        selection.values,
        {name: value for name, value in given.items() if value},
        tuple(publishers),
        articles,
        crawled,
        migration,
        datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        heads.latest(connection),
    )
