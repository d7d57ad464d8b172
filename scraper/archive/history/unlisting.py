"""Articles that no source announces any more, though their addresses still answer."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from sqlite3 import Connection

_MANY, _SHARE = 20, 0.2  # articles of an edition, and their share, that are not taken for un-listed at once
_ANNOUNCE = "('sitemap', 'feed', 'rest', 'listing')"
_NAME_ALL = "('sitemap', 'rest', 'listing')"  # a feed names the newest alone
_UNANNOUNCED = f"""
    select a.id, max(s.last_seen) from articles a join sightings s on s.article_id = a.id and s.source in {_ANNOUNCE}
     where a.edition = ? and a.status = 'online'
       and not exists (select 1 from unlistings u where u.article_id = a.id and u.relisted is null)
     group by a.id having max(s.last_seen) < ? and sum(s.source in {_NAME_ALL}) > 0"""
_ANNOUNCED_AGAIN = f"""
    update unlistings set relisted = (
        select max(s.last_seen) from sightings s where s.article_id = unlistings.article_id and s.source in {_ANNOUNCE})
     where relisted is null and article_id in (
        select s.article_id from sightings s
         where s.edition = ?1 and s.source in {_ANNOUNCE} and s.last_seen >= ?2)"""
_SWEEPS = 3  # before this one; a source that announced nothing in any of them is given up
_BEFORE = f"""
    select id, started from crawls where sweep = 1 and id < ?1
       and exists (select 1 from crawl_sources s where s.crawl_id = crawls.id and s.edition = ?2)
     order by id desc limit {_SWEEPS}"""
_ANNOUNCED = "select source from crawl_sources where crawl_id = ? and edition = ? and announced > 0"
_FAILED = """
    select url from sources where problem is not null and last_read >= ?2
       and url in (select source_url from sightings where edition = ?1 and last_seen >= ?3)"""


def note(connection: Connection, crawl_id: int, editions: Sequence[str]) -> int:
    """Notes what a full sweep of these editions no longer found announced, and what it found again.

    Returns how many articles are un-listed that were not. Those that were not visited since are due, for only what is
    still there is un-listed. An edition of which a source failed or fell silent is left out, unless that source has
    been silent for three sweeps. Many at once are more likely our loss than the publisher's doing: they are noted when
    the sweep before did not find them either. The caller holds the transaction.
    """
    (started,) = connection.execute("select started from crawls where id = ?", (crawl_id,)).fetchone()
    new = 0
    for edition in editions:
        if not _is_complete(connection, crawl_id, started, edition):
            continue
        connection.execute(_ANNOUNCED_AGAIN, (edition, started))
        for article_id, last_announced in _missed(connection, crawl_id, started, edition):
            connection.execute(
                "insert into unlistings (article_id, last_announced, noticed, crawl_id) values (?, ?, ?, ?)",
                (article_id, last_announced, started, crawl_id),
            )
            connection.execute(
                "update frontier set due = ?1 where id = ?2 and (fetched is null or fetched < ?1)",
                (started, article_id),
            )
            new += 1
    return new


def _is_complete(connection: Connection, crawl_id: int, started: str, edition: str) -> bool:
    """Whether every source that announced articles of an edition of late was read, and announced some."""
    before = connection.execute(_BEFORE, (crawl_id, edition)).fetchall()
    expected = {source for sweep, _ in before for (source,) in connection.execute(_ANNOUNCED, (sweep, edition))}
    now = {source for (source,) in connection.execute(_ANNOUNCED, (crawl_id, edition))}
    since = min((began for _, began in before), default=started)
    failed = connection.execute(_FAILED, (edition, started, since)).fetchone()
    return bool(now) and expected <= now and failed is None


def _missed(connection: Connection, crawl_id: int, started: str, edition: str) -> Iterator[tuple[int, str]]:
    """The articles that no source announced, and when one did last."""
    found = connection.execute(_UNANNOUNCED, (edition, started)).fetchall()
    (online,) = connection.execute(
        "select count(*) from articles where edition = ? and status = 'online'", (edition,)
    ).fetchone()
    limit = started
    if len(found) > _MANY and len(found) > _SHARE * online:
        (limit,) = connection.execute(
            "select coalesce(max(started), '') from crawls where sweep = 1 and id < ?"
            " and exists (select 1 from crawl_sources s where s.crawl_id = crawls.id and s.edition = ?)",
            (crawl_id, edition),
        ).fetchone()
    return ((article_id, last) for article_id, last in found if last < limit)
