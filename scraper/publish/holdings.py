"""What the archive holds, edition by edition, and what came last."""

from __future__ import annotations

from dataclasses import dataclass
from sqlite3 import Connection, Row

_LATEST = 12  # articles


@dataclass(frozen=True, slots=True)
class Holdings:
    """What the first page tells."""

    editions: tuple[Row, ...]  # edition, language, announced, articles, translated, removed, words, first, last
    crawl: Row | None  # the last that ended: publisher, kind, started, finished, outcome
    latest: tuple[Row, ...]  # id, title, edition, language, published_date, byline


def holdings(connection: Connection) -> Holdings:
    """Counts the archive; the connection gives `Row`s."""
    editions = connection.execute(
        """select c.edition, n.language, c.announced, c.held as articles,
                  coalesce(n.translated, 0) as translated, coalesce(n.removed, 0) as removed,
                  coalesce(n.words, 0) as words, n.first, n.last
             from coverage c
             left join (
                 select a.edition, min(a.language) as language, count(t.article_id) as translated,
                        sum(a.status <> 'online') as removed, sum(a.words) as words,
                        min(a.published_date) as first, max(a.published_date) as last
                   from articles a left join translations t on t.article_id = a.id
                  group by a.edition
             ) n on n.edition = c.edition
            order by c.announced desc, c.edition"""
    )
    crawl = connection.execute(
        """select publisher, kind, started, finished, outcome from crawls
            where finished is not null order by finished desc, id desc limit 1"""
    )
    latest = connection.execute(
        f"""select id, title, edition, language, published_date, byline from articles
             where published_date is not null order by published_date desc, edition limit {_LATEST}"""
    )
    return Holdings(tuple(editions), crawl.fetchone(), tuple(latest))


def editions(connection: Connection) -> tuple[Row, ...]:
    """The editions that have articles, with their language: `edition`, `language`. Quick in any archive."""
    found = connection.execute(
        """with recursive known (edition) as (
               select min(edition) from articles
               union all
               select (select min(edition) from articles where edition > known.edition)
                 from known where edition is not null
           )
           select edition, (select language from articles a where a.edition = known.edition limit 1) as language
             from known where edition is not null"""
    )
    return tuple(found)
