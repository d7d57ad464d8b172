"""Articles that came late under an early date, though the sources that name all were read in between."""

from __future__ import annotations

from datetime import date, timedelta
from sqlite3 import Connection

_LATE = timedelta(days=3)  # behind the newest article; for clocks, zones and pieces that lay in a drawer
# When it was announced is null for those that are not looked at further. A condition on an article would leave it out
# sooner; but then SQLite prepares for many, and first reads a whole index of articles to make a Bloom filter.
_OF_ALL = """
    select a.id, a.publisher, a.edition, a.published_date,
           case when a.published_date is not null
                 and not exists (select 1 from sightings s where s.article_id = a.id and s.source = 'redirect')
                then (select min(first_seen) from sightings s
                       where s.article_id = a.id and s.source in ('sitemap', 'feed', 'rest', 'listing')) end
      from articles a"""
# Few are touched, whatever statistics say.
_TOUCHED = _OF_ALL.replace("from articles a", "from ungrouped u cross join articles a on a.id = u.article_id")
_WATCHED = """
    select id, finished from crawls c where publisher = ?1 and sweep = 1 and finished < ?3
       and exists (select 1 from crawl_sources s where s.crawl_id = c.id and s.edition = ?2 and s.announced > 0)
     order by id desc limit 1"""
_NEWEST = """
    select published_date from articles
     where edition = ?1 and published_date <= substr(?2, 1, 10) and first_seen <= ?2
     order by published_date desc limit 1"""


def judge(connection: Connection, *, everything: bool = False) -> None:
    """Looks at the touched articles: was one dated well before the newest that a sweep had found, which missed it?

    One that another address leads to has moved, and was there before. `everything`: looks at all articles, for by
    older captures that came in more was known then.
    """
    for article_id, publisher, edition, published, announced in connection.execute(_OF_ALL if everything else _TOUCHED):
        connection.execute("delete from back_dated where article_id = ?", (article_id,))
        watched = connection.execute(_WATCHED, (publisher, edition, announced)).fetchone() if announced else None
        if watched is None:
            continue
        newest = connection.execute(_NEWEST, (edition, watched[1])).fetchone()
        if newest and date.fromisoformat(published) + _LATE < date.fromisoformat(newest[0]):
            connection.execute(
                "insert into back_dated values (?, ?, ?, ?, ?)",
                (article_id, published, announced, watched[0], newest[0]),
            )
