"""The site on a port: it says when it listens, and ends when asked."""

import asyncio
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from scraper.errors import ArchiveError, ForeignArchive, NoArchive, PortBusy
from scraper.publish import site
from scraper.publish.site import server

PROGRAM = (
    "import sys; from pathlib import Path; from scraper.publish.site import serve\n"
    "serve(Path(sys.argv[1]), port=0, ready=lambda address: print(address, flush=True)); print('ended')"
)


@contextmanager
def served(archive: Path) -> Iterator[tuple[subprocess.Popen[str], str]]:
    command = [sys.executable, "-c", PROGRAM, str(archive)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as running:
        assert running.stdout is not None
        try:
            yield running, running.stdout.readline().strip()
        finally:
            running.kill()


@pytest.mark.parametrize("end", [signal.SIGINT, signal.SIGTERM])
def test_serves_until_told_to_end(archive: Path, end: signal.Signals) -> None:
    with served(archive) as (running, address):
        assert address.startswith("http://127.0.0.1:")
        assert address.endswith("/")
        connection = HTTPConnection(urlsplit(address).netloc, timeout=10)
        connection.request("GET", "/archive/articles.json?_size=1")
        assert connection.getresponse().status == 200  # and the connection stays open
        os.kill(running.pid, end)
        out, err = running.communicate(timeout=20)
        connection.close()
        assert (out, err, running.returncode) == ("ended\n", "", 0)


def test_answers_leave_at_once(archive: Path) -> None:
    """Held back until the reader acknowledges their beginning, they would take 40 ms more."""
    with closing(server._listen("127.0.0.1", 0)) as listening, socket.create_connection(listening.getsockname()):
        accepted, _ = listening.accept()
        with accepted:
            assert accepted.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)


def test_busy_port_is_named(archive: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other, pytest.raises(PortBusy):
        site.serve(archive, port=other.getsockname()[1])


def test_address_that_is_not_ours_is_named(archive: Path) -> None:
    with pytest.raises(ArchiveError, match=r"192\.0\.2\.1"):
        site.serve(archive, "192.0.2.1", 0)


def test_what_is_no_archive_is_refused(tmp_path: Path) -> None:
    with pytest.raises(NoArchive):
        site.serve(tmp_path / "none.db")
    (tmp_path / "text.db").write_text("not a database, but long enough to be looked at" * 20)
    with pytest.raises(ForeignArchive):
        site.answer(tmp_path / "text.db", ["/"])


def test_answer_tells_the_status_of_each_path(archive: Path) -> None:
    assert site.answer(archive, ["/", "/archive/articles", "/nowhere"]) == {
        "/": 200,
        "/archive/articles": 200,
        "/nowhere": 404,
    }


def test_answer_can_be_asked_twice(archive: Path) -> None:
    assert site.answer(archive, ["/"]) == site.answer(archive, ["/"])


@pytest.mark.parametrize(("seconds", "status"), [(0.001, 400), (60, 200)])
def test_reader_gets_the_time_that_is_asked_for(archive: Path, seconds: float, status: int) -> None:
    counting = "with recursive c(x) as (select 1 union all select x + 1 from c limit 200000) select count(*) from c"

    async def ask() -> int:
        published = site.app(archive, seconds=seconds)
        try:
            answer = await published.client.get("/archive.json", params={"sql": counting})
            return int(answer.status_code)
        finally:
            site.close(published)

    assert asyncio.run(ask()) == status
