"""Reads the account from the archive's tables."""

from __future__ import annotations

from sqlite3 import Connection, Row

from scraper.publish.methods.record import Methods
from scraper.records import REASONS

_LATE = 30  # days

_HOLDINGS = """
    select count(*) as articles, coalesce(sum(versions), 0) as versions, min(published_date) as first,
           max(published_date) as last, coalesce(sum(published_date is null), 0) as undated,
           coalesce(sum(byline is null), 0) as unsigned, coalesce(sum(versions > 1), 0) as changed,
           coalesce(sum(status <> 'online'), 0) as removed, coalesce(sum(replaced > 0), 0) as broken,
           coalesce(sum(language <> language_detected), 0) as other_language, coalesce(sum(mended > 0), 0) as mended,
           coalesce(sum(substr(first_seen, 1, 10) > date(published_date, '{late} days')), 0) as late
      from articles"""
_PUBLISHERS = """
    select publisher, coalesce((select json_extract(c.settings, '$.title') from crawls c
                                 where c.publisher = a.publisher and json_extract(c.settings, '$.title') is not null
                                 order by c.id desc limit 1), publisher) as title,
           count(*) as articles, group_concat(distinct edition) as editions, min(published_date) as first,
           max(published_date) as last
      from articles a group by publisher order by articles desc, publisher"""
_SOURCES = """
    select edition, kind, count(*) as documents, min(first_read) as first_read, max(last_read) as last_read,
           case kind when 'sitemap' then null else sum(completed is not null) end as complete,
           sum(problem is not null) as troubled, min(url) as example
      from sources group by edition, kind order by edition, kind"""
_CRAWLS = """
    select publisher, kind, group_concat(distinct home) as home, count(*) as runs, min(started) as first,
           max(coalesce(finished, started)) as last, sum(sweep) as sweeps, sum(outcome = 'finished') as finished,
           sum(outcome = 'failed') as failed, sum(outcome = 'interrupted') as interrupted,
           (select count(*) from crawl_checks k join crawls d on d.id = k.crawl_id
             where not k.passed and d.publisher = c.publisher and d.kind = c.kind) as alarms
      from crawls c group by publisher, kind order by first, publisher, kind"""
_PACES = """
    select publisher, json_extract(settings, '$.delay') as delay, json_extract(settings, '$.concurrent') as concurrent,
           json_extract(settings, '$.contact') as contact, count(*) as runs, min(started) as first, max(started) as last
      from crawls where kind = 'crawl' group by 1, 2, 3, 4 order by 1, min(id)"""
_SOFTWARE = """
    select software, extractor, min(started) as first, max(started) as last, count(*) as runs
      from crawls group by software, extractor order by first, software, extractor"""
_LAYOUTS = """
    select edition, layout, count(*) as articles, min(published_date) as first, max(published_date) as last
      from articles group by edition, layout order by edition, first, layout"""
_COVERAGE = """
    select edition, substr(month, 1, 4) as year, count(*) as announced, sum(state = 'held') as held,
           sum(state <> 'held') as missing, round(100.0 * sum(state = 'held') / count(*) - 0.05, 1) as percent
      from frontier group by 1, 2 order by 1, 2"""
_GAPS = """
    select edition, coalesce(reason, state) as reason, reason_in_words(coalesce(reason, state)) as in_words,
           count(*) as urls
      from frontier indexed by frontier_state where state <> 'held' group by 1, 2 order by 1, urls desc, 2"""
_UPDATED = "select max(finished) from crawls"


def methods(connection: Connection) -> Methods:
    """The account as of now; the connection gives `Row`s. Seconds, in an archive of 100,000 articles."""

    def rows(sql: str) -> tuple[Row, ...]:
        return tuple(connection.execute(sql))

    def number(sql: str) -> int:
        return int(connection.execute(sql).fetchone()[0])

    connection.create_function("reason_in_words", 1, lambda reason: REASONS.get(reason, reason), deterministic=True)
    (holdings,) = rows(_HOLDINGS.format(late=_LATE))
    (bodies,) = rows("select count(*) as bodies, coalesce(sum(size), 0) as bytes from bodies")
    (curated,) = rows(
        """select count(*) as files, max(applied) as last,
                  coalesce((select verdicts from curations order by id desc limit 1), 0) as verdicts from curations"""
    )
    return Methods(
        holdings=holdings,
        captures=rows("select kind, count(*) as captures from captures group by kind order by captures desc, kind"),
        bodies=bodies,
        publishers=rows(_PUBLISHERS),
        sources=rows(_SOURCES),
        crawls=rows(_CRAWLS),
        paces=rows(_PACES),
        software=rows(_SOFTWARE),
        read_by=rows("select extractor, count(*) as articles from articles group by extractor order by extractor"),
        layouts=rows(_LAYOUTS),
        coverage=rows(_COVERAGE),
        gaps=rows(_GAPS),
        changes=rows("select cause, count(*) as changes from changes group by cause order by changes desc, cause"),
        statuses=rows("select status, count(*) as articles from articles group by status order by 2 desc, status"),
        unlisted=number("select count(distinct article_id) from unlistings"),
        back_dated=number("select count(*) from back_dated"),
        first_seen_late=holdings["late"],
        cited_keys=number("select count(*) from version_keys"),
        translations=rows(
            """select method, count(*) as articles, round(avg(score), 2) as score from translations
                group by method order by articles desc, method"""
        ),
        not_taken=number("select count(*) from translation_links where not taken"),
        curated=curated,
        updated=connection.execute(_UPDATED).fetchone()[0],
    )
