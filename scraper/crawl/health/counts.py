"""What a crawl leaves for the next one's health check: what each source announced, which fields were read."""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from dataclasses import dataclass, field

from scraper.archive import Archive
from scraper.records import Address, Kind

_FIELDS = """
    insert or replace into crawl_fields (crawl_id, edition, articles, title, date, author, text, words)
    select c.crawl_id, a.edition, count(*), sum(a.title <> ''), sum(a.published_date is not null),
           sum(coalesce(a.byline, '') <> ''), sum(a.body <> ''), sum(a.words)
      from (select distinct crawl_id, article_id from captures
             where crawl_id = ? and kind = 'article' and status = 200 and truncated is null) c
      join articles a on a.id = c.article_id and a.last_seen >= (select started from crawls where id = c.crawl_id)
     group by a.edition"""


@dataclass
class _Heard:
    """What one source said of one edition."""

    # Ids of articles; a page may name one twice. A set of a million would take ten times as much memory.
    announced: array[int] = field(default_factory=lambda: array("q"))
    new: array[int] = field(default_factory=lambda: array("q"))


@dataclass
class Tally:
    """Counts what each source announces while a crawl runs, and writes it at its end."""

    editions: Sequence[str]  # keys of those that are crawled; of others nothing is said
    _asked: dict[str, tuple[str, Kind]] = field(default_factory=dict)  # source → edition that declares it, kind
    _pages: dict[str, int] = field(default_factory=dict)  # source → documents read
    _heard: dict[tuple[str, str], _Heard] = field(default_factory=dict)  # (edition, source)

    def asked(self, edition: str, kind: Kind, source: str) -> None:
        """A document of a source is asked for: from now on it counts, and be it with 0."""
        self._asked.setdefault(source, (edition, kind))
        self._pages.setdefault(source, 0)
        self._heard.setdefault((edition, source), _Heard())

    def read(self, source: str) -> None:
        """A document of a source was read, whatever it announces."""
        self._pages[source] += 1

    def heard(self, source: str, address: Address, *, new: bool) -> None:
        """A source announces an address; `new` if it never did before."""
        heard = self._heard.setdefault((address.edition, source), _Heard())
        heard.announced.append(address.id)
        if new:
            heard.new.append(address.id)

    def write(self, archive: Archive, crawl_id: int) -> None:
        """Stores the counts of a crawl, and which fields the articles have that it read.

        A sitemap may speak for all editions; what a feed or listing names of another is chance, and left out.
        """
        rows = []
        for (edition, source), of in self._heard.items():
            owner, kind = self._asked[source]
            if edition in self.editions and (kind is Kind.SITEMAP or edition == owner):
                counted = (self._pages[source], len(set(of.announced)), len(set(of.new)))
                rows.append((crawl_id, edition, source, kind.value, *counted))
        with archive.transaction():
            archive.db.executemany(
                "insert or replace into crawl_sources (crawl_id, edition, source, kind, pages, announced, new)"
                " values (?, ?, ?, ?, ?, ?, ?)",
                rows,
            )
            archive.db.execute(_FIELDS, (crawl_id,))
