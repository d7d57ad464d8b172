"""A disk that is full at any stage of any command: a message, nothing lost; with room the same command completes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
from crawl import forked
from crawl.crawling import MAIN, NEO, command, environment, rows
from crawl.site import Site
from promises import Measured

from bench.ending import Ended, end
from bench.holdings import Holdings
from bench.killing import Victim, victims

from .commands import line
from .disk import Disk

FULL = 8  # DiskFull
SHARES = {  # of the room that a command needs, at which the disk is full
    "rebuild": 0.5,
    "import": 0.5,
    "migration": 0.3,
    "snapshot": 0.7,
    "export csv": 0.0,
    "export jsonl": 0.5,
    "export parquet": 0.5,
    "export xlsx": 0.5,
}
THOROUGH = tuple(step / 12 for step in range(12))
ARTICLES = 12


@pytest.fixture(scope="module")
def every(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Victim]:
    return victims(tmp_path_factory.mktemp("full"), 24)


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Disk]:
    with Disk.mounted(tmp_path / "disk") as disk:
        yield disk


def _run(victim: Victim, place: Path) -> Ended:
    words = [word.format(folder=place) for word in victim.words]
    return forked.end(line(place / "archive.db", *words), within=120, env=environment())


@pytest.mark.parametrize("name", SHARES)
@pytest.mark.promise(
    "Storage",
    "a disk that is full at any stage of: {name}",
    "a message and exit code 8; nothing lost, no half file; with room the same command completes",
)
def test_command_on_a_full_disk_loses_nothing(
    name: str, every: Mapping[str, Victim], disk: Disk, thorough: bool, measured: Measured
) -> None:
    victim, lost, memory, met = every[name], list[str](), 0, 0
    calm = disk.folder / "calm"
    calm.mkdir()
    victim.prepare(calm)
    before = disk.used
    with disk.watched() as most:
        assert _run(victim, calm).code == 0
    needed, wanted = most[0] - before, victim.outcome(calm)
    for share in THOROUGH if thorough else [SHARES[name]]:
        place = disk.folder / f"share-{share}"
        place.mkdir()
        victim.prepare(place)
        seen = Holdings.of(place / "archive.db")
        disk.leave(int(needed * share))
        done = _run(victim, place)
        assert done.code in (0, FULL), done.err
        assert "Traceback" not in done.err
        assert "Exception ignored" not in done.err
        assert done.code == 0 or "is full" in done.err
        met += done.code == FULL
        disk.enlarge()
        assert [path.name for path in place.rglob(".*")] == []
        lost += seen.lost(Holdings.of(place / "archive.db"))
        seen = Holdings.of(place / "archive.db")
        done = _run(victim, place)
        assert done.code == 0, done.err
        assert victim.outcome(place) == wanted
        lost += seen.lost(Holdings.of(place / "archive.db"))
        memory = max(memory, done.memory)
    assert met
    measured(memory=memory, lost=len(lost), figure=f"{met} times full")
    assert lost == []


@pytest.mark.promise(
    "Storage",
    "a disk that is full at any stage of: crawl",
    "a message and exit code 8; nothing lost; with room the next crawl goes on where it stopped",
)
def test_crawl_on_a_full_disk_loses_nothing(disk: Disk, thorough: bool, measured: Measured) -> None:
    lost, memory, met = list[str](), 0, 0
    with Site() as site:
        site.publish(ARTICLES)
        with disk.watched() as most:
            assert _crawl(disk.folder / "calm.db", site).code == 0
        needed = most[0]
        for share in THOROUGH if thorough else (0.0, 0.5):
            path = disk.folder / f"share-{share}.db"
            disk.leave(int(needed * share))
            done = _crawl(path, site)
            assert done.code in (0, FULL), done.err
            assert "Traceback" not in done.err
            met += done.code == FULL
            disk.enlarge()
            seen = Holdings.of(path)
            done = _crawl(path, site)
            assert done.code == 0, done.err
            lost += seen.lost(Holdings.of(path))
            assert rows(path, "select count(*) from articles") == [(ARTICLES,)]
            assert rows(path, "select count(*) from versions") == [(ARTICLES,)]
            memory = max(memory, done.memory)
    assert met
    measured(memory=memory, lost=len(lost), figure=f"{met} times full")
    assert lost == []


def _crawl(archive: Path, site: Site, *options: str, env: Mapping[str, str] | None = None) -> Ended:
    line = command(archive, site.address, *options, program=MAIN)
    return forked.end(line, within=120, cwd=archive.parent, env=environment(**(env or {})))


@pytest.mark.promise(
    "Storage", "a disk that is full for the crawl's log", "a message and exit code 8; what was kept is kept"
)
def test_log_on_a_full_disk_ends_the_crawl(disk: Disk, tmp_path: Path, measured: Measured) -> None:
    path, log = tmp_path / "archive.db", disk.folder / "crawl.log"
    with Site() as site:
        site.publish(ARTICLES)
        for room in (0, 4096):
            disk.leave(room)
            done = _crawl(path, site, "--log", str(log))
            assert done.code == FULL, done.err
            assert str(log) in done.err
            assert "Traceback" not in done.err
            disk.enlarge()
        seen = Holdings.of(path)
        done = _crawl(path, site, "--log", str(log))
        assert done.code == 0, done.err
    lost = seen.lost(Holdings.of(path))
    assert rows(path, "select count(*) from articles") == [(ARTICLES,)]
    measured(memory=done.memory, lost=len(lost))
    assert lost == []


@pytest.mark.promise(
    "Storage", "a full disk where SQLite sorts", "a message that names that folder, exit code 8; no half file"
)
def test_full_temporary_folder_is_named(small: Path, disk: Disk, measured: Measured) -> None:
    disk.leave(100_000)
    sql = (
        "with recursive n(i) as (select 1 union all select i + 1 from n where i < 60000)"
        " select hex(randomblob(300)) as noise from n order by noise"
    )
    words = line(small, "export", "csv", "--query", sql, "-o", "out.csv")
    env = environment(SQLITE_TMPDIR=str(disk.folder))  # which SQLite reads once, before anything is forked
    done = end(words, within=120, cwd=small.parent, env=env)
    assert done.code == FULL, done.err
    assert str(disk.folder) in done.err
    assert not small.with_name("out.csv").exists()
    disk.enlarge()
    assert end(words, within=120, cwd=small.parent, env=env).code == 0
    measured(memory=done.memory, lost=0)


def test_timer_on_a_full_disk_is_named(disk: Disk, tmp_path: Path) -> None:
    (disk.folder / "systemd" / "user").mkdir(parents=True)
    disk.leave(0)
    words = ["schedule", "demo", "--with", "systemd", "--install"]
    env = environment(XDG_CONFIG_HOME=str(disk.folder))
    done = forked.end([*NEO, *words], within=60, cwd=tmp_path, env=env)
    assert done.code == FULL, done.err
