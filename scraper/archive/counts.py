"""What the ledger's triggers count, counted anew: whether they are right, and how they are made right."""

from __future__ import annotations

from sqlite3 import Connection

COUNTED = ("ledger_counts", "source_counts")  # tables that triggers of the frontier and of sightings keep
_LEDGER = """
    select edition, month, state, coalesce(reason, '') as reason, count(*) as urls, min(discovered) as since
      from frontier group by 1, 2, 3, 4"""
_SOURCES = """
    select f.edition, f.month, iif(s.source in ('sitemap', 'feed', 'rest', 'listing', 'page'), s.source, 'others')
               as source, count(distinct f.id) as urls
      from frontier f join sightings s on s.article_id = f.id group by 1, 2, 3"""
# Of each key that is counted wrong, in words, by how much; positive: too many are counted.
WRONG = f"""
    select edition || ', ' || month || ', ' || state || iif(reason = '', '', ' (' || reason || ')'), sum(urls)
      from (select edition, month, state, reason, urls from ledger_counts
             union all select edition, month, state, reason, -urls from ({_LEDGER}))
     group by edition, month, state, reason having sum(urls) <> 0
     union all
    select edition || ', ' || month || ', named by ' || source, sum(urls)
      from (select edition, month, source, urls from source_counts
             union all select edition, month, source, -urls from ({_SOURCES}))
     group by edition, month, source having sum(urls) <> 0"""


def recount(connection: Connection) -> None:
    """Counts every address anew; the caller holds the transaction."""
    for table in COUNTED:
        connection.execute(f"delete from {table}")
    connection.execute(f"insert into ledger_counts (edition, month, state, reason, urls, since) {_LEDGER}")
    connection.execute(f"insert into source_counts (edition, month, source, urls) {_SOURCES}")
