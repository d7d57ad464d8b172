"""Two commands on one archive at once: one waits for the other or says that it cannot; no row is lost."""

from __future__ import annotations

import sqlite3
import subprocess
import threading
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import pytest
from crawl import forked
from crawl.crawling import MAIN, assert_rebuilt, command, environment, rows
from crawl.site import Asked, Reply, Site, article
from promises import Measured

from bench.ending import Ended
from bench.holdings import Holdings
from scraper.archive import Archive, open_for_reading
from scraper.errors import ArchiveBusy

from .commands import line
from .schemas import look, noted, unpacked

BUSY = 9
PAGES = 30
DELAY = 0.1  # seconds that each takes, so that a crawl is still there when others come


@pytest.fixture
def gate() -> threading.Event:
    """Until it is set, the last page does not come, and a crawl does not end."""
    return threading.Event()


@pytest.fixture
def site(gate: threading.Event) -> Iterator[Site]:
    def last(asked: Asked) -> Reply:
        gate.wait(60)
        return article(asked.path)

    with Site() as site:
        site.answers[site.publish(PAGES, delay=DELAY)[-1]] = last
        yield site
        gate.set()


@dataclass
class Others:
    """Commands that run beside a crawl."""

    archive: Path
    crawl: subprocess.Popen[str]
    gate: threading.Event

    def run(self, *words: str) -> Ended:
        done = forked.end(line(self.archive, *words), within=120, cwd=self.archive.parent, env=environment())
        assert self.crawl.poll() is None, "the crawl had ended before"
        return done

    def over(self) -> tuple[int, str]:
        """How the crawl ended, and what it said."""
        self.gate.set()
        _, err = self.crawl.communicate(timeout=120)
        return self.crawl.returncode, err


@pytest.fixture
def others(site: Site, gate: threading.Event, small: Path) -> Iterator[Others]:
    """A crawl that has fetched a first page of a site's thirty."""
    words = command(small, site.address, program=MAIN)
    with subprocess.Popen(
        words, cwd=small.parent, env=environment(), stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True
    ) as crawl:
        while len(site.articles()) < 3 and crawl.poll() is None:
            pass
        yield Others(small, crawl, gate)
        crawl.kill()


BESIDE: dict[str, tuple[Sequence[str], Sequence[int]]] = {  # what comes: how it may end
    "a second crawl of the same publisher": (["crawl", "demo", "--home", "http://127.0.0.1:1"], [BUSY]),
    "a rebuild": (["rebuild"], [0, BUSY]),
    "an import": (["import", "pages", "manifest.jsonl"], [0, BUSY]),
    "an export": (["export", "jsonl", "-o", "out.jsonl"], [0]),
    "a snapshot": (["snapshot", "out", "--no-dumps"], [0]),
    "status": (["status"], [0]),
}


@pytest.mark.parametrize("what", BESIDE)
@pytest.mark.promise(
    "Storage",
    "a crawl, and beside it {what}",
    "one waits, or ends with exit code 9; both leave all their rows",
)
def test_crawl_and_another_command_lose_nothing(what: str, others: Others, tmp_path: Path, measured: Measured) -> None:
    (others.archive.parent / "page.html").write_text("<p>no article</p>")
    saved = '{"file": "page.html", "url": "https://courier.example/2025/07/01/saved/"}\n'
    (others.archive.parent / "manifest.jsonl").write_text(saved)
    before = Holdings.of(others.archive)
    words, ends = BESIDE[what]
    done = others.run(*words)
    assert done.code in ends, done.err
    assert "Traceback" not in done.err
    seen = Holdings.of(others.archive)
    code, err = others.over()
    assert code == 0, err
    now = Holdings.of(others.archive)
    lost = before.lost(now) + seen.lost(now)
    assert rows(others.archive, "select count(*) from articles where path like '%slug%'") == [(PAGES,)]
    assert rows(others.archive, "pragma integrity_check") == [("ok",)]
    assert_rebuilt(others.archive, tmp_path / "copy.db")
    measured(memory=done.memory, lost=len(lost), figure=f"it ended with {done.code}")
    assert lost == []


@pytest.mark.promise(
    "Storage", "two rebuilds at once", "one after the other, or exit code 9; the rows are those of one"
)
def test_two_rebuilds_are_as_one(small: Path, measured: Measured) -> None:
    before = _derived(small)
    words = line(small, "rebuild")
    both = [subprocess.Popen(words, env=environment(), stderr=subprocess.PIPE, text=True) for _ in range(2)]
    said = [each.communicate(timeout=120)[1] for each in both]
    assert sorted(each.returncode for each in both)[0] == 0
    assert all(each.returncode in (0, BUSY) for each in both), said
    assert "Traceback" not in "".join(said)
    assert _derived(small) == before
    measured(lost=0, figure=f"they ended with {both[0].returncode} and {both[1].returncode}")


def _derived(archive: Path) -> list[tuple[object, ...]]:
    return rows(archive, "select * from articles order by id") + rows(archive, "select * from versions order by id")


@pytest.mark.promise(
    "Storage", "a reader that holds one state while a crawl writes", "sees that state to its end; the crawl goes on"
)
def test_reader_sees_one_state_while_a_crawl_writes(
    site: Site, gate: threading.Event, small: Path, measured: Measured
) -> None:
    gate.set()
    wal = small.with_name("archive.db-wal")
    with closing(open_for_reading(small)) as reader:
        reader.execute("begin")
        before = reader.execute("select count(*), max(id) from captures").fetchone()
        done = forked.end(command(small, site.address, program=MAIN), within=120, cwd=small.parent, env=environment())
        assert done.code == 0, done.err
        assert reader.execute("select count(*), max(id) from captures").fetchone() == before
        grown = wal.stat().st_size
        assert rows(small, "select count(*) from captures") > [before[:1]]
    with Archive.open(small):
        pass
    left = wal.stat().st_size if wal.exists() else 0
    assert left == 0 < grown
    measured(memory=done.memory, lost=0, figure=f"the -wal grew to {grown / 1e6:.1f} MB, and is gone with the reader")


@pytest.mark.promise(
    "Storage", "an older archive that is brought up to date while somebody reads it", "the reader sees the old state"
)
def test_migration_goes_on_beside_a_reader(tmp_path: Path, measured: Measured) -> None:
    older = unpacked("m009", tmp_path / "archive.db")
    with closing(sqlite3.connect(older)) as reader:
        reader.execute("begin")
        assert look(reader, noted("m009").commit) == noted("m009")
        with Archive.open(older) as archive:
            assert archive.db.execute("select count(*) from disclaimers").fetchone() == (0,)
        assert look(reader, noted("m009").commit) == noted("m009")
    measured(lost=0)


def test_archive_is_busy_while_an_older_one_cannot_be_brought_up_to_date(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    older = unpacked("m009", tmp_path / "archive.db")
    monkeypatch.setattr("scraper.archive.archive.PATIENCE", 0.1)
    with closing(sqlite3.connect(older, isolation_level=None)) as other:
        other.execute("begin immediate")
        with pytest.raises(ArchiveBusy):
            Archive.open(older)
    with Archive.open(older) as archive:
        assert look(archive.db).counts == noted("m009").counts
