"""Takes the figures of a crawl from the archive, by SQL over the closed file."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from scraper.archive import Outages, open_for_reading
from scraper.crawl.health.figures import EditionFigures, Failure, Fields, Figures, Pages, Silence, SourceFigures, Told

_BACK = 10  # earlier crawls that a crawl is compared with
_MANY = 1000  # articles are enough to speak of a habit: no more are counted
_LATELY = "-3 years"  # before its newest article: what an edition did before is no habit of today

_CRAWL = """
    select publisher, started, coalesce(finished, started), outcome, sweep, counts, problems, settings
      from crawls where id = ?"""
_PAGED = "select edition, source, kind, pages, announced from crawl_sources where crawl_id = ? and kind <> 'sitemap'"
_SITEMAPS = (
    "select source, max(pages), sum(announced) from crawl_sources where crawl_id = ? and kind = 'sitemap' group by 1"
)
_OF_EDITION = (
    "select coalesce(sum(announced), 0) from crawl_sources where crawl_id = ? and edition = ? and kind = 'sitemap'"
)
_PAST = """
      from crawl_sources s join crawls c on c.id = s.crawl_id
     where c.publisher = ?1 and c.kind = 'crawl' and c.outcome = 'finished' and c.id < ?2"""
_PAGED_BEFORE = f"""
    select s.pages, s.announced {_PAST} and s.edition = ?3 and s.source = ?4 and s.pages > 0
     order by c.id desc limit {_BACK}"""
_SITEMAPS_BEFORE = f"""
    select sum(s.pages), coalesce(sum(s.announced) filter (where s.edition = ?3), 0) {_PAST} and s.kind = 'sitemap'
       and c.sweep and exists (select 1 from json_each(c.settings, '$.languages') where value = ?4)
     group by c.id order by c.id desc limit {_BACK}"""
_SITEMAP_BEFORE = f"""
    select max(s.pages), sum(s.announced) {_PAST} and s.source = ?3 and s.pages > 0
       and json_extract(c.settings, '$.languages') = ?4
     group by c.id order by c.id desc limit {_BACK}"""
_FIELDS = "select articles, title, date, author, text, words from crawl_fields where crawl_id = ? and edition = ?"
_FIELDS_BEFORE = f"""
    select articles, title, date, author, text, words from crawl_fields f join crawls c on c.id = f.crawl_id
     where c.publisher = ? and c.kind = 'crawl' and c.outcome = 'finished' and c.id < ? and f.edition = ?
     order by c.id desc limit {_BACK}"""
_PAGES = """
    with pages as (
        select status, url, status = 200 and not exists (
                   select 1 from articles a where a.id = c.article_id and a.last_seen >= c.fetched) as rejected
          from captures c where crawl_id = ? and kind = 'article' and edition = ? and truncated is null)
    select count(*), coalesce(sum(status = 200), 0), coalesce(sum(rejected), 0),
           min(case when rejected then url end), coalesce(sum(status >= 500), 0)
      from pages"""
_GONE = """
    select gone, case when gone > 0 then (select count(*) from articles where edition = ?3) else 0 end
      from (select count(*) as gone from articles
             where edition = ?3 and status in ('gone-404', 'gone-410') and status_since between ?1 and ?2)"""
_SILENCE = f"""
    select (select count(*) from (select 1 from articles where edition = ?2 and first_seen <= ?1 limit {_MANY})),
           (select cast(julianday(?1) - julianday(max(first_seen)) as integer)
              from articles where edition = ?2 and first_seen <= ?1)"""
_DAY = "coalesce(published_date, substr(first_seen, 1, 10))"  # has an index: each step below is one look-up
_NEWEST = f"select max({_DAY}) from articles where edition = ?2 and {_DAY} <= ?1"
_LONGEST = f"""
    with recursive days(day) as (
        {_NEWEST}
         union all
        select (select max({_DAY}) from articles
                 where edition = ?2 and {_DAY} < day and {_DAY} >= date(({_NEWEST}), '{_LATELY}'))
          from days where day is not null)
    select max(cast(julianday(day) - julianday(before) as integer))
      from (select day, lag(day) over (order by day) as before from days)"""
_ASKED = """
    select s.crawl_id, s.edition, s.kind, s.status, c.problems from captures s join crawls c on c.id = s.crawl_id
     where c.publisher = ? and c.kind = 'crawl' and c.outcome = 'finished' and c.id < ?
       and s.path = ? and s.kind in ('sitemap', 'feed', 'rest', 'listing')
     order by s.id desc limit 1"""


def figures(archive: Path, crawl_id: int) -> Figures:
    """What the archive knows of a crawl, and of the crawls before it.

    Raises `KeyError` if there is no such crawl, and what `open_for_reading` does.
    """
    with closing(_Reader(archive, crawl_id)) as reader:
        return reader.figures()


class _Reader:
    """One crawl in an open archive."""

    def __init__(self, archive: Path, crawl_id: int) -> None:
        self._db = open_for_reading(archive)
        self._id = crawl_id
        found = self._db.execute(_CRAWL, (crawl_id,)).fetchone()
        if found is None:
            self.close()
            raise KeyError(crawl_id)
        self._publisher, self._started, self._ended, self._outcome, self._swept, *texts = found
        self._counts, self._problems, self._settings = map(json.loads, texts)
        self._editions = [f"{self._publisher}/{code}" for code in self._settings.get("languages", [])]

    def close(self) -> None:
        """Closes the archive."""
        self._db.close()

    def figures(self) -> Figures:
        """All of it."""
        return Figures(
            self._id,
            self._publisher,
            self._whole,
            self._counts,
            tuple(self._failures()),
            tuple(self._sources()),
            tuple(map(self._edition, self._editions)),
            tuple(Outages(self._db).of(self._id)),
        )

    @property
    def _whole(self) -> bool:
        """Whether every source was asked that the crawl meant to ask."""
        limit = self._settings.get("limit")
        if self._outcome in ("interrupted", "running") or (limit and sum(self._counts.values()) >= limit):
            return False
        return bool(self._outcome == "failed" or self._swept or not self._settings.get("sweep"))

    def _sources(self) -> Iterator[SourceFigures]:
        """Feeds, listings and the REST API one by one; sitemaps together, for articles move between them."""
        for edition, source, kind, *told in self._db.execute(_PAGED, (self._id,)).fetchall():
            name = f"{edition} {kind} {_path(source)}"
            yield SourceFigures(name, False, Told(*told), self._told(_PAGED_BEFORE, edition, source))
        sitemaps = self._db.execute(_SITEMAPS, (self._id,)).fetchall()
        if self._settings.get("sweep"):
            pages = sum(row[1] for row in sitemaps)
            for edition in self._editions if sitemaps else ():
                now = Told(pages, *self._one(_OF_EDITION, self._id, edition))
                before = self._told(_SITEMAPS_BEFORE, edition, edition.rpartition("/")[2])
                yield SourceFigures(f"{edition} sitemap", True, now, before)
        else:  # only those were read of which the index says that they changed
            languages = json.dumps(self._settings.get("languages", []), separators=(",", ":"))
            for source, *told in sitemaps:
                before = self._told(_SITEMAP_BEFORE, source, languages)
                yield SourceFigures(f"{self._publisher} sitemap {_path(source)}", True, Told(*told), before)

    def _told(self, sql: str, *values: str) -> tuple[Told, ...]:
        return tuple(Told(*row) for row in self._db.execute(sql, (self._publisher, self._id, *values)))

    def _edition(self, edition: str) -> EditionFigures:
        gone, known = self._one(_GONE, self._started, self._ended, edition)
        articles, days = self._one(_SILENCE, self._ended, edition)
        (longest,) = self._one(_LONGEST, self._ended[:10], edition)
        return EditionFigures(
            edition,
            Pages(*self._one(_PAGES, self._id, edition)),
            gone,
            known,
            Silence(articles, days, longest),
            next(self._fields(_FIELDS, self._id, edition), Fields()),
            tuple(self._fields(_FIELDS_BEFORE, self._publisher, self._id, edition)),
        )

    def _fields(self, sql: str, *values: object) -> Iterator[Fields]:
        return (Fields(*row) for row in self._db.execute(sql, values).fetchall())

    def _failures(self) -> Iterator[Failure]:
        """Sources' documents that failed in this crawl, and were read well by the last crawl that asked them."""
        for url, _, what in (problem.partition(": ") for problem in self._problems):
            asked = self._db.execute(_ASKED, (self._publisher, self._id, _path(url))).fetchone()
            if asked is None:
                continue
            crawl_id, edition, kind, status, problems = asked
            if status in (200, 304) and not any(_path(problem) == _path(url) for problem in json.loads(problems)):
                yield Failure(f"{edition} {kind} {_path(url)}", what, crawl_id)

    def _one(self, sql: str, *values: object) -> tuple[Any, ...]:
        row: tuple[Any, ...] = self._db.execute(sql, values).fetchone()
        return row


def _path(problem: str) -> str:
    """The path and query, as captures have them, of the URL that a problem begins with."""
    parts = urlsplit(problem.partition(": ")[0])
    return parts.path + (f"?{parts.query}" if parts.query else "")
