"""A newspaper that was crawled on one day, and what its archive is a day later if nothing is amiss."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from shutil import copyfile

import pytest
from crawl import forked
from crawl.crawling import MAIN, TIMEOUT, command, environment

from bench.ending import Ended
from scraper.archive import open_for_reading
from scraper.archive.migrations import DERIVED
from scraper.demo import Newspaper

from .kinds import DAY, NEXT, Out

SHORT = f"import scraper.settings as s; s.POLITENESS_LONGEST_BACKOFF = 0.05; {MAIN}"  # seconds between two tries
PATIENT = f"import scraper.settings as s; s.POLITENESS_FAILURES = 100; {SHORT}"  # more than there are addresses
# What differs because another crawl, at another time, found the same.
_OWN = set("first_seen last_seen status_since since announced capture_id capture_before capture_after first_id".split())
# What is made of answers alone; the other derived tables also heed what sources announce, which go on.
ANSWERED = ("articles", "versions", "changes", "change_passages", "statuses", "body_addresses", "links", "authors")
_Rows = dict[str, Sequence[tuple[object, ...]]]


@dataclass(frozen=True)
class Paper:
    """A newspaper, and archives of it."""

    newspaper: Newspaper
    before: Path  # after the first day
    undisturbed: Path  # after the first and the second
    options: Sequence[str] = ()  # of every crawl

    def crawl(self, archive: Path, *options: str, program: str = SHORT) -> Ended:
        line = command(archive, self.newspaper.address, *self.options, *options, program=program)
        return forked.end(line, within=TIMEOUT, cwd=archive.parent, env=environment())

    @contextmanager
    def out(self, how: Out) -> Iterator[None]:
        """Inside, the newspaper's site is out."""
        true, self.newspaper.answer = self.newspaper.answer, how
        try:
            yield
        finally:
            self.newspaper.answer = true

    def copy(self, folder: Path) -> Path:
        """The archive of the first day, to be crawled further."""
        return Path(copyfile(self.before, folder / "archive.db"))


@pytest.fixture(scope="session")
def paper(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Paper]:
    """Its English edition alone, to be quick."""
    with _made(tmp_path_factory.mktemp("paper"), "--language", "en") as paper:
        yield paper


@pytest.fixture(scope="session")
def editions(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Paper]:
    """All its editions."""
    with _made(tmp_path_factory.mktemp("editions")) as paper:
        yield paper


@contextmanager
def _made(folder: Path, *options: str) -> Iterator[Paper]:
    with Newspaper(DAY) as newspaper:
        found = Paper(newspaper, folder / "before.db", folder / "undisturbed.db", options)
        assert found.crawl(found.before).code == 0
        copyfile(found.before, found.undisturbed)
        time.sleep(1)  # times are kept to the second, and the next day's crawl is not of the same
        newspaper.day = NEXT
        assert found.crawl(found.undisturbed).code == 0
        yield found


def derived(archive: Path, tables: Sequence[str], *, timeless: bool) -> _Rows:
    """Every row of these tables; without times and captures if it is to be `timeless`."""
    with closing(open_for_reading(archive)) as connection:
        rows: _Rows = {}
        for table in tables:
            left_out = _OWN | ({"at"} if table == "history" else set()) if timeless else set()
            names = [row[1] for row in connection.execute(f"pragma table_xinfo({table})")]
            kept = [name for name in names if name not in left_out]
            found = connection.execute(f"select {', '.join(kept)} from {table}").fetchall()
            rows[table] = sorted(map(tuple, found), key=repr)
        return rows


def assert_untouched(archive: Path, before: Path) -> None:
    """Nothing was made of what was answered since."""
    assert derived(archive, ANSWERED, timeless=False) == derived(before, ANSWERED, timeless=False)


def differing(archive: Path, other: Path) -> int:
    """How many rows of two archives say another thing, times and captures aside; raises `AssertionError` if any."""
    tables = (*DERIVED, "history")
    ours, theirs = (derived(path, tables, timeless=True) for path in (archive, other))
    for table, rows in theirs.items():
        assert ours[table] == rows, table
    return sum(len(set(ours[table]) ^ set(rows)) for table, rows in theirs.items())
