"""An archive that cannot be written: whoever reads it is answered, whoever would write is told why not."""

from __future__ import annotations

import os
import re
import shutil
import sqlite3
import subprocess
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from tempfile import gettempdir
from urllib.request import urlopen

import pytest
from crawl.crawling import NEO, environment
from promises import Measured

from bench.ending import Ended, end

from .disk import Disk
from .schemas import unpacked

UNWRITABLE, OTHER, NOBODY = 7, 11, 65534
READING = [
    ["status"],
    ["audit"],
    ["crawl", "demo", "--dry-run"],
    ["export", "csv", "-o", "-"],
    ["export", "parquet", "-o", "{out}/articles.parquet"],
    ["snapshot", "{out}/snapshots", "--no-dumps"],
]
WRITING = [
    ["rebuild"],
    ["crawl", "demo", "--home", "http://127.0.0.1:1"],
    ["import", "pages", "{out}/manifest.jsonl"],
]
HOWS = {
    "a read-only disk": "disk",
    "a read-only file in a read-only folder, read by somebody else": "modes",
}


def _words(words: list[str]) -> str:
    return " ".join(words[:2])


@pytest.fixture
def out(tmp_path: Path) -> Path:
    (tmp_path / "out").mkdir()
    (tmp_path / "out").chmod(0o777)
    (tmp_path / "out" / "page.html").write_text("<p>x</p>")
    line = '{"file": "page.html", "url": "https://courier.example/2025/07/01/a/"}\n'
    (tmp_path / "out" / "manifest.jsonl").write_text(line)
    return tmp_path / "out"


@contextmanager
def _closed(how: str, tmp_path: Path, archive: Path) -> Iterator[Path]:
    """A copy of an archive that can be read and not written."""
    if how == "disk":
        with Disk.mounted(tmp_path / "disk") as disk:
            shutil.copyfile(archive, disk.folder / "archive.db")
            disk.forbid()
            yield disk.folder / "archive.db"
        return
    folder = tmp_path / "closed"
    folder.mkdir()
    shutil.copyfile(archive, folder / "archive.db")
    (folder / "archive.db").chmod(0o444)
    folder.chmod(0o555)
    yield folder / "archive.db"
    folder.chmod(0o755)


def _line(how: str, archive: Path, out: Path, words: list[str]) -> list[str]:
    words = [word.format(out=out) for word in words]
    found = [*NEO, *words, "--archive", str(archive)]
    if how == "modes" and os.geteuid() == 0:  # whom no mode binds
        return ["setpriv", f"--reuid={NOBODY}", f"--regid={NOBODY}", "--clear-groups", *found]
    return found


def _run(how: str, archive: Path, out: Path, words: list[str]) -> Ended:
    return end(_line(how, archive, out, words), within=120, cwd=out, env=environment(PYTHONDONTWRITEBYTECODE="1"))


@pytest.fixture(autouse=True)
def reachable(how_is: str, tmp_path: Path) -> None:
    """Folders of tests are closed to others."""
    if how_is != "modes":
        return
    if os.geteuid() == 0 and shutil.which("setpriv") is None:
        pytest.skip("there is no setpriv here")
    for folder in (tmp_path, *tmp_path.parents):
        if folder == Path(gettempdir()):
            break
        folder.chmod(0o755)
    probe = subprocess.run(_line("modes", Path("x"), tmp_path, ["--version"])[:-2], capture_output=True, check=False)
    if probe.returncode:
        pytest.skip("the program cannot be read by others here")


@pytest.fixture
def how_is(request: pytest.FixtureRequest) -> str:
    return HOWS[request.node.callspec.params["how"]]


@pytest.mark.parametrize("how", HOWS)
@pytest.mark.promise("Storage", "an archive on {how}: reading", "every command that reads answers; nothing is changed")
def test_reading_needs_no_writing(
    how: str, how_is: str, small: Path, tmp_path: Path, out: Path, measured: Measured
) -> None:
    memory = 0
    with _closed(how_is, tmp_path, small) as archive:
        before = archive.read_bytes()
        for words in READING:
            done = _run(how_is, archive, out, words)
            assert done.code == 0, (words, done.err)
            memory = max(memory, done.memory)
        _serves(how_is, archive, out)
        assert archive.read_bytes() == before
        assert [path.name for path in archive.parent.iterdir()] == ["archive.db"]
    measured(memory=memory, lost=0, figure=f"{len(READING) + 1} commands")


def _serves(how: str, archive: Path, out: Path) -> None:
    line = _line(how, archive, out, ["serve", "--port", "0"])
    with subprocess.Popen(line, cwd=out, env=environment(), stdout=subprocess.PIPE, text=True) as serving:
        try:
            assert serving.stdout is not None
            address = re.match(r"(http://\S+)", serving.stdout.readline())
            assert address
            for page in ("", "archive/articles", "archive/articles?_search=ferry"):
                with urlopen(address[1] + page, timeout=60) as answer:
                    assert answer.status == 200
        finally:
            serving.terminate()


@pytest.mark.parametrize("how", HOWS)
@pytest.mark.promise("Storage", "an archive on {how}: writing", "a message that says why, exit code 7; nothing changes")
def test_writing_is_refused(how: str, how_is: str, small: Path, tmp_path: Path, out: Path, measured: Measured) -> None:
    with _closed(how_is, tmp_path, small) as archive:
        before = archive.read_bytes()
        for words in WRITING:
            done = _run(how_is, archive, out, words)
            assert done.code == UNWRITABLE, (words, done.code, done.err)
            assert "Traceback" not in done.err
            assert ("read-only disk" if how_is == "disk" else "permission denied") in done.err
        assert archive.read_bytes() == before
    measured(lost=0, figure=f"{len(WRITING)} commands")


@pytest.mark.parametrize("how", list(HOWS)[:1])
def test_older_archive_on_a_read_only_disk_is_told_apart(how: str, how_is: str, tmp_path: Path, out: Path) -> None:
    older = unpacked("m011", tmp_path / "older.db")
    with _closed(how_is, tmp_path, older) as archive:
        done = _run(how_is, archive, out, ["status"])
        assert done.code == UNWRITABLE, done.err
        assert "older neo-archive" in done.err


@pytest.mark.parametrize("how", list(HOWS)[:1])
def test_commits_that_wait_are_not_passed_over(how: str, how_is: str, small: Path, tmp_path: Path, out: Path) -> None:
    """Whoever cannot write cannot take in what a killed crawl left beside the archive."""
    with Disk.mounted(tmp_path / "disk") as disk:
        archive = disk.folder / "archive.db"
        with closing(sqlite3.connect(small, isolation_level=None)) as writer:
            writer.execute("update crawls set home = 'http://127.0.0.1:1'")
            for path in (small, small.with_name("archive.db-wal")):
                shutil.copyfile(path, disk.folder / path.name)
        disk.forbid()
        done = _run(how_is, archive, out, ["status"])
        assert done.code == UNWRITABLE, done.err
        assert "archive.db-wal" in done.err
