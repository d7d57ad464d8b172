"""One version of an article: what it said on that day."""

from __future__ import annotations

from dataclasses import dataclass
from sqlite3 import Connection, Row

from scraper.publish.articles.story import Block, blocks

_VERSION = """
    select v.*, a.title as title_now, a.version_id as newest, a.versions, a.language, a.edition, a.publisher, a.url,
           a.status, a.published, a.published_date, a.published_text, c.fetched, c.status as http_status, c.sha256,
           c.url as fetched_from
      from versions v join articles a on a.id = v.article_id left join captures c on c.id = v.capture_id
     where v.id = ?"""
_OTHERS = "select id, number, first_seen, last_seen, words from versions where article_id = ? order by number"
# Who signed it then: what the first change of the byline after it was last seen says of the time before.
_SIGNED = """
    select byline_before from changes
     where article_id = :article and byline_before is not byline_after and first_seen > :seen order by number limit 1"""
_TODAY = "select version_id from citations where id = ? and version_id is not null"


@dataclass(frozen=True, slots=True)
class Version:
    """A version with what is known of it."""

    row: Row  # of `versions`, with the article's language, edition, url, …, and the capture's fetched, sha256, …
    blocks: tuple[Block, ...]
    footnotes: tuple[str, ...]
    byline: str | None  # as it was signed then, names parted by semicolons
    others: tuple[Row, ...]  # id, number, first_seen, last_seen, words: all of the article's, this one too

    @property
    def withheld(self) -> bool:
        """Whether there is a text that may not be shown."""
        return not self.row["body"] and bool(self.row["words"])

    @property
    def before(self) -> Row | None:
        """The version that it took the place of."""
        return next((other for other in self.others if other["number"] == self.row["number"] - 1), None)

    @property
    def after(self) -> Row | None:
        """The version that took its place."""
        return next((other for other in self.others if other["number"] == self.row["number"] + 1), None)


def version(connection: Connection, key: str) -> Version | None:
    """The version of that key, or the one that an older key means today; None if no version ever had it.

    The connection gives `Row`s.
    """
    row = connection.execute(_VERSION, (key,)).fetchone()
    if row is None:
        today = connection.execute(_TODAY, (key,)).fetchone()
        row = connection.execute(_VERSION, (today[0],)).fetchone() if today else None
    if row is None:
        return None
    article = row["article_id"]
    signed = connection.execute(_SIGNED, {"article": article, "seen": row["last_seen"]}).fetchone()
    if signed is None:
        signed = connection.execute("select byline from articles where id = ?", (article,)).fetchone()
    return Version(
        row,
        blocks(row["body"], row["structure"]),
        tuple((row["footnotes"] or "").split("\n")) if row["footnotes"] else (),
        signed[0],
        tuple(connection.execute(_OTHERS, (article,))),
    )


def newest(connection: Connection, article_id: int) -> str | None:
    """The key of an article's newest version; None if the archive does not hold the article."""
    found = connection.execute("select version_id from articles where id = ?", (article_id,)).fetchone()
    return str(found[0]) if found else None
