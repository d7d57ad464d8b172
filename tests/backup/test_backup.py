"""What a backup holds, what counts as one, and which are deleted."""

from __future__ import annotations

import signal
import sqlite3
import subprocess
import time
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random

import pytest
from check.made import by_hand, make, rows
from crawl.crawling import NEO, command, environment
from crawl.site import Site
from promises import Measured
from sqlite_utils import Database

from scraper.archive import Archive
from scraper.archive.backup import Keep, Manifest, shelf
from scraper.archive.backup.manifest import read
from scraper.archive.migrations import migrations
from scraper.archive.reading import APPLICATION_ID

from .made import backup, check, names, restore, same


@pytest.mark.promise("Backups", "the archive's disk is lost", "its last backup brings back every row; roots are equal")
def test_a_backup_is_the_archive(whole: Path, tmp_path: Path, measured: Measured) -> None:
    made = backup(whole, tmp_path / "backups")
    assert made.code == 0, made.err
    back = restore(tmp_path / "backups", tmp_path / "back.db")
    assert back.code == 0, back.err
    assert same(whole, tmp_path / "back.db")
    assert check(tmp_path / "back.db").code == 0
    measured(memory=max(made.memory, back.memory), lost=0)


def test_plain_tools_open_a_backup(whole: Path, tmp_path: Path) -> None:
    """Its file is zstd of an SQLite database: who has lost this program has not lost the archive."""
    import zstandard

    backup(whole, tmp_path)
    (one,) = shelf(tmp_path)
    with (tmp_path / one.file).open("rb") as packed, (tmp_path / "plain.db").open("wb") as plain:
        zstandard.ZstdDecompressor().copy_stream(packed, plain)
    assert rows(tmp_path / "plain.db", "captures") == rows(whole, "captures")


@pytest.mark.promise("Backups", "a crawl writes while backups are made", "each is one state, whole, and none waits")
def test_backups_during_a_crawl(tmp_path: Path, measured: Measured) -> None:
    archive, folder = tmp_path / "archive.db", tmp_path / "backups"
    with Site() as site:
        site.publish(60, delay=0.15)
        with subprocess.Popen(command(archive, site.address), env=environment(), stdout=subprocess.DEVNULL) as crawl:
            while not archive.exists() or not _captures(archive):
                time.sleep(0.1)
            memory = 0
            while crawl.poll() is None or len(names(folder)) < 2:
                done = backup(archive, folder)
                assert done.code == 0, done.err
                memory = max(memory, done.memory)
        assert crawl.returncode in (0, 14)
    final = rows(archive, "captures")["captures"]
    for number, name in enumerate(names(folder)):
        target = tmp_path / f"back-{number}.db"
        assert restore(folder / f"{name}.json", target).code == 0
        assert check(target).code == 0
        assert set(rows(target, "captures")["captures"]) <= set(final)
    assert len({one.captures for one in shelf(folder)}) > 1
    measured(memory=memory, figure=f"{len(names(folder))} backups", lost=0)


def _captures(archive: Path) -> int:
    try:
        with closing(sqlite3.connect(f"file:{archive}?mode=ro", uri=True)) as connection:
            return int(connection.execute("select count(*) from captures").fetchone()[0])
    except sqlite3.OperationalError:
        return 0


@pytest.mark.promise(
    "Backups", "kill -9 while a backup is made", "it does not count; earlier ones are whole; the next works"
)
def test_killed(whole: Path, tmp_path: Path, thorough: bool, measured: Measured) -> None:
    folder, chance = tmp_path / "backups", Random(3)
    took = backup(whole, folder).seconds
    (first,) = names(folder)
    times, unfinished = (60 if thorough else 5), 0
    for _ in range(times):
        line = [*NEO, "backup", str(folder), "--archive", str(whole), "--keep", "1"]
        with subprocess.Popen(line, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
            time.sleep(took * (0.4 + 0.6 * chance.random()))
            process.send_signal(signal.SIGKILL)
        unfinished += bool(list(folder.glob(".*.part")))
        assert restore(folder, tmp_path / "back.db", "--replace").code == 0
        assert same(whole, tmp_path / "back.db")
    assert backup(whole, folder).code == 0
    assert list(folder.glob(".*")) == []
    assert first not in names(folder) or len(names(folder)) > 1
    measured(figure=f"{times} kills, {unfinished} in the midst", lost=0)


@pytest.mark.promise(
    "Backups", "the backups' disk is full", "DiskFull, exit code 8; earlier ones are whole, nothing is left"
)
def test_full_disk(whole: Path, small_disk: Path, tmp_path: Path) -> None:
    assert backup(whole, small_disk).code == 0
    (first,) = names(small_disk)
    (small_disk / "ballast").write_bytes(
        bytes(2 * 1024 * 1024 - 400_000 - (small_disk / f"{first}.db.zst").stat().st_size)
    )
    done = backup(whole, small_disk, "--keep", "1")
    assert (done.code, "is full" in done.err) == (8, True), done.err
    assert sorted(path.name for path in small_disk.iterdir()) == sorted(["ballast", f"{first}.db.zst", f"{first}.json"])
    assert restore(small_disk, tmp_path / "back.db").code == 0


@pytest.mark.promise(
    "Backups", "the archive is damaged when its backup is due", "refused (exit code 22); earlier ones stay"
)
def test_a_damaged_archive_does_not_drive_out_good_backups(copy: Path, tmp_path: Path) -> None:
    folder = tmp_path / "backups"
    backup(copy, folder)
    before = names(folder)
    with by_hand(copy) as connection:
        connection.execute("update bodies set data = flipped(data) where rowid = 5")
    done = backup(copy, folder, "--keep", "1")
    assert (done.code, "earlier backups stay" in done.err) == (22, True)
    assert names(folder) == before
    assert not list(folder.glob(".*"))


def test_what_is_derived_may_be_wrong_in_a_backup(copy: Path, tmp_path: Path) -> None:
    with by_hand(copy) as connection:
        connection.execute("insert into articles_fts (articles_fts) values ('delete-all')")
    assert backup(copy, tmp_path / "backups").code == 0


@pytest.mark.promise(
    "Backups",
    "a lost archive is crawled anew, and backed up with --keep 1",
    "the old backups stay: it has not their captures",
)
def test_only_backups_that_the_new_one_contains_are_deleted(copy: Path, tmp_path: Path) -> None:
    folder, notes = tmp_path / "backups", tmp_path / "backups" / "notes.json"
    backup(copy, folder)
    notes.write_text('{"format": "neo-archive backup 1"}', encoding="utf-8")
    backup(copy, folder)
    old = names(folder)
    assert len(old) == 2
    copy.unlink()
    with Archive.open(copy, create=True):
        pass
    make(copy)
    with by_hand(copy) as connection:  # as if it had been fetched at another time
        connection.execute("update captures set fetched = '2025-08-01T00:00:00Z' where id = 1")
        connection.execute("delete from tree_heads")
        connection.execute("delete from tree_edge")
    done = backup(copy, folder, "--keep", "1")
    assert done.code == 0, done.err
    assert set(old) < set(names(folder))
    backup(copy, folder, "--keep", "1")
    assert len(names(folder)) == 3  # of its own: the newest alone
    assert notes.exists()


def test_an_older_archive_is_backed_up_as_it_is(tmp_path: Path) -> None:
    old, back = tmp_path / "old.db", tmp_path / "back.db"
    with closing(sqlite3.connect(old, isolation_level=None)) as connection:
        connection.execute(f"pragma application_id = {APPLICATION_ID}")
        migrations.apply(Database(connection), stop_before="m008_sources")
    done = backup(old, tmp_path / "backups")
    assert done.code == 0, done.err
    (one,) = shelf(tmp_path / "backups")
    assert one.schema == "m007_aliases"
    assert restore(tmp_path / "backups", back).code == 0
    assert rows(back, "_sqlite_migrations") == rows(old, "_sqlite_migrations")
    with Archive.open(back) as opened:
        assert opened.db.execute("select count(*) from tree_heads").fetchone() == (0,)


def test_the_archives_own_disk_is_warned_of(whole: Path, tmp_path: Path) -> None:
    assert "is on the archive's own disk" in backup(whole, tmp_path).err


@pytest.mark.parametrize(
    ("keep", "left"),
    [
        (Keep(), [0, 1, 2, 3, 30, 60, 200, 400]),
        (Keep(last=1), [0]),
        (Keep(last=3), [0, 1, 2]),
        (Keep(daily=2), [0, 30]),
        (Keep(weekly=2), [0, 200]),
        (Keep(last=2, daily=3, weekly=3), [0, 1, 30, 60, 200, 400]),
    ],
)
def test_which_backups_stay(keep: Keep, left: list[int]) -> None:
    noon = datetime(2025, 7, 5, 12, tzinfo=UTC)  # a Saturday
    one = Manifest(*("a", "a", "", 0, "", 0, "", 0, 0, None, "", None, None, None, "", "", ""))
    hours = [0, 1, 2, 3, 30, 60, 200, 400]
    backups = [replace(one, name=str(hour), made=(noon - timedelta(hours=hour)).isoformat()) for hour in hours]
    gone = {int(found.name) for found in keep.unwanted(backups)}
    assert [hour for hour in hours if hour not in gone] == left


@pytest.mark.parametrize("name", ["../archive", "archive-20261128T040000Z/../x", "other-20261128T040000Z"])
def test_a_manifest_that_leads_elsewhere_is_none(whole: Path, tmp_path: Path, name: str) -> None:
    backup(whole, tmp_path)
    (one,) = shelf(tmp_path)
    path = tmp_path / f"{one.name}.json"
    path.write_text(replace(one, name=name).dumped(), encoding="utf-8")
    assert read(path) is None
