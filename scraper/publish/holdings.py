"""What the archive holds, edition by edition, and what came last."""

from __future__ import annotations

from dataclasses import dataclass
from sqlite3 import Connection, Row

from scraper.publish.news import News, Wanted, news

_LATEST = 10  # articles, and changes


@dataclass(frozen=True, slots=True)
class Holdings:
    """What the first page tells."""

    # edition, language, announced, articles, missing, translated, removed, words, versions, first, last
    editions: tuple[Row, ...]
    articles: int
    versions: int
    announced: int
    missing: int
    first: str | None  # days of the first and the last article
    last: str | None
    crawl: Row | None  # the last that ended: id, publisher, kind, started, finished, outcome, alarms
    running: Row | None  # the crawl that is at work: publisher, started
    latest: tuple[Row, ...]  # id, title, edition, language, published_date, byline
    changes: tuple[News, ...]

    @property
    def coverage(self) -> float | None:
        """Of what was announced, what is held, in percent; rounded down, so that 100 means all."""
        held = self.announced - self.missing
        return int(1000 * held / self.announced) / 10 if self.announced else None


def holdings(connection: Connection) -> Holdings:
    """Counts the archive, from indexes alone; the connection gives `Row`s."""
    found = connection.execute(
        """with ledger as (select edition, count(*) as announced, sum(state <> 'held') as missing
                             from frontier indexed by frontier_state group by edition),
                kept as (
                    select a.edition, min(a.language) as language, count(*) as articles,
                           count(t.article_id) as translated, sum(a.status <> 'online') as removed,
                           sum(a.words) as words, sum(a.versions) as versions,
                           min(a.published_date) as first, max(a.published_date) as last
                      from articles a indexed by articles_edition left join translations t on t.article_id = a.id
                     group by a.edition)
           select c.edition, n.language, c.announced, c.missing, coalesce(n.articles, 0) as articles,
                  coalesce(n.translated, 0) as translated, coalesce(n.removed, 0) as removed,
                  coalesce(n.words, 0) as words, coalesce(n.versions, 0) as versions, n.first, n.last
             from ledger c left join kept n on n.edition = c.edition
            order by c.announced desc, c.edition"""
    ).fetchall()
    crawl = connection.execute(
        """select id, publisher, kind, started, finished, outcome,
                  (select count(*) from crawl_checks k where k.crawl_id = c.id and not passed) as alarms
             from crawls c where finished is not null order by finished desc, id desc limit 1"""
    )
    running = connection.execute(
        "select publisher, started from crawls where outcome = 'running' order by id desc limit 1"
    )
    latest = connection.execute(
        f"""select id, title, edition, language, published_date, byline from articles
             where published_date is not null order by published_date desc, edition limit {_LATEST}"""
    )
    return Holdings(
        editions=tuple(found),
        articles=sum(row["articles"] for row in found),
        versions=sum(row["versions"] for row in found),
        announced=sum(row["announced"] for row in found),
        missing=sum(row["missing"] for row in found),
        first=min((row["first"] for row in found if row["first"]), default=None),
        last=max((row["last"] for row in found if row["last"]), default=None),
        crawl=crawl.fetchone(),
        running=running.fetchone(),
        latest=tuple(latest),
        changes=news(connection, Wanted(what=("changed", "removed")), _LATEST),
    )
