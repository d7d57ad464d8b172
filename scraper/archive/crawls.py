"""How crawls went: their rows, the verdicts on them, and how each source was."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from sqlite3 import Connection

from scraper.archive.evidence import heads
from scraper.records import Kind, iso, moment


@dataclass(frozen=True, slots=True)
class Crawl:
    """How a crawl is announced in the archive."""

    publisher: str
    kind: str  # "crawl", "import"
    home: str | None
    software: str
    extractor: int
    settings: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class SourceRead:
    """How a source was when it was asked for."""

    url: str  # its first document, at the publisher's home
    edition: str
    kind: Kind
    problem: str | None = None
    lastmod: str | None = None  # as its index states
    ended: bool = False  # its last page was reached


class Crawls:
    """Crawls and sources behind one connection; the caller holds the transaction."""

    def __init__(self, connection: Connection) -> None:
        self._db = connection

    def begin(self, crawl: Crawl, now: datetime) -> int:
        """Opens a crawl's row and returns its id; rows that a killed crawl left open are closed."""
        self._db.execute(
            "update crawls set outcome = 'interrupted' where publisher = ? and kind = ? and outcome = 'running'",
            (crawl.publisher, crawl.kind),
        )
        values = (crawl.publisher, crawl.kind, crawl.home, iso(now), crawl.software, crawl.extractor)
        opened = self._db.execute(
            "insert into crawls (publisher, kind, home, started, outcome, software, extractor, settings)"
            " values (?, ?, ?, ?, 'running', ?, ?, ?)",
            (*values, json.dumps(crawl.settings, sort_keys=True)),
        ).lastrowid
        assert opened is not None
        return opened

    def finish(
        self,
        crawl_id: int,
        outcome: str,
        counts: Mapping[str, int],
        problems: Sequence[str],
        now: datetime,
        *,
        sweep: bool = False,
    ) -> None:
        """Closes a crawl's row, and notes the day's tree head; `sweep`: it read every source to its end."""
        self._db.execute(
            "update crawls set finished = ?, outcome = ?, sweep = ?, counts = ?, problems = ? where id = ?",
            (
                iso(now),
                outcome,
                int(sweep),
                json.dumps(dict(sorted(counts.items()))),
                json.dumps(list(problems), ensure_ascii=False),
                crawl_id,
            ),
        )
        heads.note(self._db, now)

    def checked(self, crawl_id: int, checks: Iterable[tuple[str, bool, str, str]]) -> None:
        """Keeps the verdict on a crawl.

        Of each health check: its name, whether it passed, what was found, what was expected.
        """
        self._db.executemany(
            "insert into crawl_checks (crawl_id, name, passed, found, threshold) values (?, ?, ?, ?, ?)",
            [(crawl_id, *found) for found in checks],
        )

    def cut_short(self, publisher: str) -> tuple[int, datetime] | None:
        """The last crawl of a publisher and when it began, if it was stopped or killed; None if it came to its end."""
        row = self._db.execute(
            "select id, started, outcome from crawls where publisher = ? and kind = 'crawl' order by id desc limit 1",
            (publisher,),
        ).fetchone()
        return (row[0], moment(row[1])) if row and row[2] in ("running", "interrupted") else None

    def last(self) -> tuple[int, datetime] | None:
        """The last crawl or import of anybody, and the latest time at which it is known to have been under way.

        The last is the one that began last, whatever its times say; saved pages bring times of their own.
        """
        row = self._db.execute(
            "select id, max(started, coalesce(finished, ''), coalesce((select fetched from captures"
            " where crawl_id = crawls.id and crawls.kind = 'crawl' order by captures.id desc limit 1), ''))"
            " from crawls order by id desc limit 1"
        ).fetchone()
        return (row[0], moment(row[1])) if row else None

    def swept(self, publisher: str, languages: Sequence[str]) -> datetime | None:
        """When the last full sweep of these editions of a publisher began; None if there was none."""
        rows = self._db.execute(
            "select started, settings from crawls where publisher = ? and sweep = 1 order by id desc", (publisher,)
        )
        for started, settings in rows:
            if set(languages) <= set(json.loads(settings).get("languages", ())):
                return moment(started)
        return None

    def source_read(self, source: SourceRead, now: datetime) -> None:
        """Notes that a source was asked for, and how it was; what is wrong with it now hides nothing read before."""
        self._db.execute(
            "insert into sources (url, edition, kind, first_read, last_read, lastmod, completed, problem)"
            " values (?1, ?2, ?3, ?4, ?4, ?5, ?6, ?7) on conflict do update set last_read = ?4,"
            " lastmod = case when ?7 is null then ?5 else lastmod end, completed = coalesce(completed, ?6),"
            " problem = ?7",
            (
                source.url,
                source.edition,
                source.kind.value,
                iso(now),
                source.lastmod,
                iso(now) if source.ended else None,
                source.problem,
            ),
        )

    def is_barren(self, url: str) -> bool:
        """Whether a source was read before and never announced an article."""
        read = self._db.execute("select 1 from sources where url = ?", (url,)).fetchone()
        told = self._db.execute("select 1 from crawl_sources where source = ? and announced > 0", (url,)).fetchone()
        return read is not None and told is None

    def source_lastmod(self, url: str) -> str | None:
        """What the index said of a sitemap when that was last read well; None if it never was."""
        row = self._db.execute("select lastmod from sources where url = ?", (url,)).fetchone()
        return row[0] if row else None
