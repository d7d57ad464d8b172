"""One crawl as the archive sees it: its row, its counts, its end."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from scraper import __version__
from scraper.archive import Archive, Crawl
from scraper.archive.translations import group
from scraper.errors import ArchiveError
from scraper.extract import EXTRACTOR
from scraper.keep import Readers
from scraper.publisher import Publisher

Progress = Callable[[int, int], object]  # (addresses done, addresses left)


@dataclass
class Session:
    """An open archive and the crawl that is writing to it."""

    archive: Archive
    crawl_id: int
    publisher: Publisher
    copy: str | None  # where a copy of the site is crawled; None: at its home
    editions: Sequence[str]  # keys of those to fetch
    limit: int | None  # of articles to fetch
    readers: Readers
    counts: Counter[str] = field(default_factory=Counter)  # outcome → addresses
    problems: list[str] = field(default_factory=list)
    claimed: int = 0
    answered: int = 0  # exchanges that brought any response
    failure: ArchiveError | None = None  # what ended the crawl early
    unreachable: str | None = None  # the first reason why nothing came back

    @classmethod
    def begin(
        cls, path: Path, publisher: Publisher, copy: str | None, languages: Sequence[str], limit: int | None
    ) -> Session:
        """Opens the archive and a row for the crawl. Raises what `Archive.open` does."""
        archive = Archive.open(path, create=True)
        settings = {"languages": list(languages), "limit": limit, "delay": publisher.delay}
        crawl = Crawl(publisher.name, "crawl", copy or publisher.home, __version__, EXTRACTOR, settings)
        with archive.transaction():
            crawl_id = archive.facts.begin(crawl, now())
        editions = [publisher.key(publisher.edition(language)) for language in languages]
        return cls(archive, crawl_id, publisher, copy, editions, limit, Readers([publisher]))

    def left(self) -> int:
        """How many addresses the crawl could still fetch."""
        waiting = self.archive.frontier.waiting(self.editions, self.crawl_id, now())
        return waiting if self.limit is None else min(waiting, max(self.limit - self.claimed, 0))

    def end(self, outcome: str) -> None:
        """Groups translations, closes the crawl's row and the archive."""
        try:
            with self.archive.transaction():
                group(self.archive.db)
                self.archive.facts.finish(self.crawl_id, outcome, self.counts, self.problems, now())
        except ArchiveError as error:
            self.failure = self.failure or error
        finally:
            self.archive.close()


def now() -> datetime:
    """The time, to the second, in UTC."""
    return datetime.now(UTC).replace(microsecond=0)
