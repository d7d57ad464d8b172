"""What may go wrong when a backup is to be brought back."""

from __future__ import annotations

import os
import sqlite3
import subprocess
from contextlib import closing
from pathlib import Path
from shutil import copyfile

import pytest
from check.made import rows
from crawl.crawling import command, environment
from crawl.site import Site
from promises import Measured

from .made import backup, check, flip, names, restore, same


@pytest.fixture
def backups(whole: Path, tmp_path: Path) -> Path:
    """Two of the same archive."""
    folder = tmp_path / "backups"
    for _ in range(2):
        assert backup(whole, folder).code == 0
    return folder


@pytest.mark.promise("Backups", "a byte of the newest backup flipped", "passed over and named; the one before is taken")
def test_a_damaged_backup_is_passed_over(whole: Path, backups: Path, tmp_path: Path, measured: Measured) -> None:
    newest, older = names(backups)
    size = (backups / f"{newest}.db.zst").stat().st_size
    for at in (0, 5, size // 3, size // 2, size - 5, size - 1):
        flip(backups / f"{newest}.db.zst", at)
        done = restore(backups, tmp_path / f"back-{at}.db")
        assert (done.code, "damaged: " in done.err, newest in done.err) == (0, True, True), done.err
        assert same(tmp_path / f"back-{at}.db", whole)
        flip(backups / f"{newest}.db.zst", at)
    assert older
    measured(figure="6 places", lost=0)


@pytest.mark.promise("Backups", "every backup damaged", "exit code 23; nothing is written")
def test_all_damaged(backups: Path, tmp_path: Path) -> None:
    for name in names(backups):
        os.truncate(backups / f"{name}.db.zst", 1000)
    done = restore(backups, tmp_path / "back.db")
    assert (done.code, "cannot be restored" in done.err) == (23, True)
    assert [path.name for path in tmp_path.iterdir()] == ["backups"]


def test_a_longer_file_than_was_said_is_not_unpacked_to_its_end(backups: Path, tmp_path: Path) -> None:
    import zstandard

    newest, older = names(backups)
    (backups / f"{older}.json").unlink()
    (backups / f"{newest}.db.zst").write_bytes(zstandard.compress(bytes(3_000_000_000 // 10)) * 10)
    done = restore(backups / f"{newest}.db.zst", tmp_path / "back.db")
    assert done.code == 23
    assert done.memory < 300e6


@pytest.mark.parametrize("what", ["nothing there", "an empty folder", "another file", "no manifest"])
def test_what_is_no_backup_is_refused(backups: Path, tmp_path: Path, what: str) -> None:
    newest = names(backups)[0]
    source = {
        "nothing there": tmp_path / "nowhere",
        "an empty folder": tmp_path / "empty",
        "another file": tmp_path / "notes.txt",
        "no manifest": backups / f"{newest}.db.zst",
    }[what]
    (tmp_path / "empty").mkdir()
    (tmp_path / "notes.txt").write_text("notes", encoding="utf-8")
    (backups / f"{newest}.json").unlink()
    done = restore(source, tmp_path / "back.db")
    assert (done.code, "backup" in done.err) == (13, True), done.err
    assert not (tmp_path / "back.db").exists()


@pytest.mark.promise(
    "Backups", "restoring over an archive", "refused without --replace; with it, the old one stays beside"
)
def test_nothing_is_overwritten(backups: Path, copy: Path) -> None:
    with closing(sqlite3.connect(copy)) as connection:
        connection.execute("update crawls set software = 'newer'")
        connection.commit()
        log = copy.with_name(f"{copy.name}-wal")
        connection.execute("update crawls set software = 'newest'")
        connection.commit()
        assert log.stat().st_size  # what is newest is in the log alone
        kept = {path: copyfile(path, f"{path}.kept") for path in (copy, log)}
    for path, content in kept.items():  # as a kill leaves them
        copyfile(content, path)
        Path(content).unlink()
    before = copy.read_bytes()
    done = restore(backups, copy)
    assert (done.code, copy.read_bytes() == before) == (13, True)
    done = restore(backups, copy, "--replace")
    assert done.code == 0, done.err
    assert {row[-3] for row in rows(copy, "crawls")["crawls"]} == {"test"}
    (old,) = copy.parent.glob(f"{copy.name}.replaced-*Z")
    assert {row[-3] for row in rows(old, "crawls")["crawls"]} == {"newest"}


@pytest.mark.promise(
    "Backups", "a lost archive has left its log (-wal) behind", "moved aside: it does not mix with what is restored"
)
def test_a_log_that_was_left_does_not_mix(whole: Path, backups: Path, copy: Path) -> None:
    with closing(sqlite3.connect(copy)) as connection:
        connection.execute("delete from articles")
        connection.commit()
        log = copy.with_name(f"{copy.name}-wal")
        kept = log.read_bytes()
    copy.unlink()
    log.write_bytes(kept)
    assert restore(backups, copy).code == 0
    assert same(whole, copy)
    assert check(copy).code == 0


def test_a_crawl_that_runs_is_not_pulled_away_from(backups: Path, tmp_path: Path) -> None:
    archive = tmp_path / "archive.db"
    with Site() as site:
        site.publish(200, delay=0.2)
        with subprocess.Popen(command(archive, site.address), env=environment(), stdout=subprocess.DEVNULL) as crawl:
            while not site.asked:
                assert crawl.poll() is None
            done = restore(backups, archive, "--replace")
            crawl.kill()
    assert (done.code, "a crawl of demo, process" in done.err) == (9, True), done.err


@pytest.mark.promise("Backups", "the disk is full while a backup is brought back", "exit code 8; what was there stays")
def test_full_disk(backups: Path, small_disk: Path) -> None:
    (small_disk / "ballast").write_bytes(bytes(1_900_000))
    (small_disk / "archive.db").write_bytes(b"old")
    done = restore(backups, small_disk / "archive.db", "--replace")
    assert (done.code, (small_disk / "archive.db").read_bytes()) == (8, b"old"), done.err
    assert sorted(path.name for path in small_disk.iterdir()) == ["archive.db", "ballast"]
