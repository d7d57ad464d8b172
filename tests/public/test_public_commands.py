"""The commands: snapshot, and serve with all that strangers need, as processes of their own."""

from __future__ import annotations

import base64
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import quote, urlsplit

import pytest
from click.testing import CliRunner

from scraper.archive import open_for_reading
from scraper.cli import main
from scraper.publish.snapshot import snapshot

_MAIN = "from scraper.cli import main; main()"


def run(*words: object) -> tuple[int, str]:
    done = CliRunner().invoke(main, [str(word) for word in words])
    return done.exit_code, done.output


@contextmanager
def serving(words: Sequence[object], **environment: str) -> Iterator[tuple[subprocess.Popen[str], str]]:
    command = [sys.executable, "-c", _MAIN, "serve", "--port", "0", *map(str, words)]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env={**os.environ, **environment}
    ) as running:
        try:
            assert running.stdout is not None
            yield running, running.stdout.readline().split()[0]
        finally:
            running.kill()


def ask(address: str, path: str, **headers: str) -> tuple[int, str]:
    with closing(HTTPConnection(urlsplit(address).netloc, timeout=20)) as connection:
        connection.request("GET", path, headers=headers)
        answer = connection.getresponse()
        return answer.status, answer.read().decode()


def below(pid: int) -> set[int]:
    found = {pid}
    while (
        more := {
            int(n) for p in found for f in Path(f"/proc/{p}/task").glob("*/children") for n in f.read_text().split()
        }
        - found
    ):
        found |= more
    return found - {pid}


def test_snapshot_says_what_it_made_and_how_to_publish_it(archive: Path, tmp_path: Path) -> None:
    code, said = run("snapshot", tmp_path / "shelf", "--archive", archive, "--no-dumps")
    assert code == 0
    named = re.search(r"neo-archive serve --public (\S+\.db)", said)
    assert named is not None
    assert Path(named[1]).is_file()
    assert "neo-archive snapshot demo" in said
    assert len(list((tmp_path / "shelf").iterdir())) == 3


@pytest.mark.parametrize(
    ("words", "code", "says"),
    [
        (["serve", "--sql"], 2, "--public"),
        (["serve", "--withhold-text"], 2, "--public"),
        (["serve", "--public", "{full}", "--time-limit", "60"], 2, "always get 2 seconds"),
        (["serve", "--time-limit", "0"], 2, "0.001<=x<=3600"),
        (["serve", "--public", "{archive}"], 16, "neo-archive snapshot"),
        (["serve", "--public", "{tmp}/none.db"], 4, "no archive"),
        (["serve", "--public", "{tmp}"], 13, "neo-archive snapshot"),
        (["serve", "--public", "{full}", "--snapshots", "{tmp}/none"], 13, "no folder"),
        (["serve", "--public", "{full}", "--password-file", "{tmp}/none"], 13, "secret"),
        (["serve", "--public", "{full}", "--password-file", "{tmp}/empty"], 13, "first line"),
        (["snapshot", "{tmp}", "--archive", "{archive}", "--name", "../up"], 13, "--name neo"),
        (["snapshot", "{tmp}", "--archive", "{tmp}/none.db"], 4, "no archive"),
        (["snapshot", "{tmp}/empty/x", "--archive", "{archive}"], 7, "cannot write"),
        (["snapshot", "{tmp}", "--archive", "{archive}", "--text", "some"], 2, "full"),
    ],
)
def test_mistakes_are_named(archive: Path, full: Path, tmp_path: Path, words: list[str], code: int, says: str) -> None:
    (tmp_path / "empty").write_text("\n")
    (tmp_path / "empty").chmod(0o600)
    ended, said = run(*(word.format(archive=archive, full=full, tmp=tmp_path) for word in words))
    assert (ended, says in said) == (code, True), said


def test_of_a_folder_the_newest_snapshot_is_served(archive: Path, tmp_path: Path) -> None:
    for year, text in ((2025, True), (2026, False), (2024, True)):
        snapshot(archive, tmp_path, datetime(year, 7, 13, tzinfo=UTC), text=text)
    with closing(open_for_reading(archive)) as connection:
        (key,) = connection.execute("select id from articles order by id limit 1").fetchone()
    with serving(["--public", tmp_path]) as (_, address):
        assert "The text is withheld" in ask(address, f"/archive/articles/{key}")[1]


def test_public_site_ends_with_all_its_processes(full: Path) -> None:
    with serving(["--public", full, "--sql"]) as (running, address):
        assert ask(address, "/archive.json?sql=select+1")[0] == 200
        assert ask(address, "/archive/articles")[0] == 200
        children = below(running.pid)
        assert len(children) >= 3
        running.send_signal(signal.SIGTERM)
        out, said = running.communicate(timeout=30)
    assert (running.returncode, out, said) == (0, "", "")
    patience = time.monotonic() + 20
    while (
        any(_runs(pid) for pid in children) and time.monotonic() < patience
    ):  # multiprocessing's own end a little later
        time.sleep(0.05)
    assert not [pid for pid in children if _runs(pid)]


def _runs(pid: int) -> bool:
    try:
        return "Z" not in Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return False


def test_mistakes_of_strangers_fill_no_log(full: Path) -> None:
    with serving(["--public", full, "--sql"]) as (running, address):
        for sql in (
            "select nope",
            "select randomblob(900000000)",
            "select hex(randomblob(500000)) from captures",
            "delete from articles",
        ):
            for ending in ("", ".json", ".csv"):
                assert ask(address, f"/archive{ending}?sql={quote(sql)}")[0] in (400, 413)
        assert ask(address, "/archive/articles?_sort=nope")[0] == 400
        running.send_signal(signal.SIGTERM)
        _, said = running.communicate(timeout=30)
    assert said == ""


def test_password_comes_from_the_environment_or_a_file(full: Path, tmp_path: Path) -> None:
    (tmp_path / "password").write_text("from a file\nand a note\n")
    (tmp_path / "password").chmod(0o600)
    for words, given, password in (
        ([], {"NEO_PASSWORD": "тайна"}, "тайна"),
        (["--password-file", tmp_path / "password"], {}, "from a file"),
        ([], {"NEO_PASSWORD_FILE": str(tmp_path / "password")}, "from a file"),
    ):
        with serving(["--public", full, *words], **given) as (running, address):
            assert ask(address, "/")[0] == 401
            token = base64.b64encode(f"x:{password}".encode()).decode()
            assert ask(address, "/", Authorization=f"Basic {token}")[0] == 200
            command = Path(f"/proc/{running.pid}/cmdline").read_bytes().decode()
            assert password not in command


def test_proxy_s_word_on_the_client_is_taken_from_this_machine(full: Path) -> None:
    with serving(["--public", full, "--sql"]) as (_, address):
        path = "/archive.json?sql=select+1"
        answers = [ask(address, path, **{"X-Forwarded-For": "192.0.2.1"})[0] for _ in range(61)]
        assert answers == [200] * 60 + [429]
        assert ask(address, path, **{"X-Forwarded-For": "192.0.2.2"})[0] == 200


def test_folder_of_snapshots_beside_an_archive_is_offered(archive: Path, tmp_path: Path) -> None:
    copy = tmp_path / "archive.db"
    copy.write_bytes(archive.read_bytes())
    assert run("snapshot", tmp_path / "snapshots", "--archive", copy, "--no-dumps")[0] == 0
    with serving(["--archive", copy]) as (_, address):
        status, page = ask(address, "/snapshots")
        assert (status, "/snapshots/demo-" in page) == (200, True)
    with serving(["--public", next((tmp_path / "snapshots").glob("*.db"))]) as (_, address):
        assert ask(address, "/snapshots")[0] == 404
