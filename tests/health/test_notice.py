"""Who is told of an unhealthy crawl, and what nobody gets to see."""

from __future__ import annotations

import json
import logging
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from typing import Any

import pytest
from crawl.crawling import crawl

from scraper.crawl.health import Check, Health, notify
from scraper.demo.loopback import Loopback

from .changes import without_russian
from .front import Front

# Apprise looks for it when it loads its plug-ins; it has a substitute of its own for newer Pythons.
pytestmark = pytest.mark.filterwarnings("ignore:'imghdr' is deprecated:DeprecationWarning")

BAD = Check("source empty: demo/ru feed /ru/feed/", False, "it announced 0 addresses; before: 10.", "> 0")
SICK = Health(7, "demo", (BAD, Check("errors in the log", True, "0 errors were logged.", "== 0")))
WELL = Health(7, "demo", SICK.checks[1:])


@dataclass
class Inbox:
    """What an HTTP server on loopback was sent."""

    address: str = ""
    status: int = 200
    messages: list[dict[str, Any]] = field(default_factory=list)


@pytest.fixture
def inbox() -> Iterator[Inbox]:
    """A server that a json:// address of Apprise leads to."""
    box = Inbox()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            box.messages.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
            self.send_response(box.status)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_: Any) -> None:
            pass

    with Loopback(("127.0.0.1", 0), Handler) as server:
        box.address = f"json://someone:hunter2@127.0.0.1:{server.server_address[1]}/secret"
        server.begin()
        yield box
        server.shutdown()


def test_each_address_is_told_what_failed(inbox: Inbox) -> None:
    said = notify(SICK, "demo", {"NEO_NOTIFY": f"{inbox.address}  {inbox.address}\n"})
    assert said == "Notified 2 of 2 addresses in NEO_NOTIFY."
    assert len(inbox.messages) == 2
    message = inbox.messages[0]
    assert message["title"] == "neo-archive: crawl 7 of demo: 1 of 2 health checks failed"
    assert message["message"] == f"- {BAD.name}: {BAD.found} Expected: {BAD.threshold}."
    assert message["type"] == "warning"


def test_nobody_is_told_of_a_healthy_crawl(inbox: Inbox) -> None:
    assert notify(WELL, "demo", {"NEO_NOTIFY": inbox.address}) is None
    assert notify(SICK, "demo", {}) is None
    assert notify(SICK, "demo", {"NEO_NOTIFY": " "}) is None
    assert inbox.messages == []


@pytest.mark.parametrize("wrong", ["nonsense://hunter2", "hunter2", "json://"])
def test_wrong_address_is_counted_and_not_shown(inbox: Inbox, caplog: pytest.LogCaptureFixture, wrong: str) -> None:
    caplog.set_level(logging.DEBUG)
    said = notify(SICK, "demo", {"NEO_NOTIFY": f"{wrong} {inbox.address}"})
    assert said is not None
    assert said.startswith("1 of the 2 addresses in NEO_NOTIFY could not be notified")
    assert "hunter2" not in said
    assert caplog.text == ""
    assert len(inbox.messages) == 1


def test_address_that_refuses_is_counted_and_not_shown(
    inbox: Inbox, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    caplog.set_level(logging.DEBUG)
    inbox.status = 500
    said = notify(SICK, "demo", {"NEO_NOTIFY": inbox.address})
    assert said is not None
    assert said.startswith("1 of the 1 addresses")
    assert caplog.text == "".join(capfd.readouterr()) == ""
    logging.getLogger("after").warning("logs again")
    assert "logs again" in caplog.text


def test_without_apprise_a_sentence_says_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "apprise", None)
    said = notify(SICK, "demo", {"NEO_NOTIFY": "json://127.0.0.1"})
    assert said is not None
    assert "Apprise is not installed" in said
    assert f"{sys.executable} -m pip install 'neo-archive[notify]'" in said


def test_addresses_may_stand_in_a_file_that_others_cannot_read(inbox: Inbox, tmp_path: Path) -> None:
    file = tmp_path / "notify"
    file.write_text(f"{inbox.address}\n")
    said = notify(SICK, "demo", {"NEO_NOTIFY_FILE": str(file)})
    assert (
        said == f"Nobody was notified: {file} holds a secret, and others can read it.\nTake that away: chmod 600 {file}"
    )
    file.chmod(0o600)
    assert notify(SICK, "demo", {"NEO_NOTIFY_FILE": str(file)}) == "Notified 1 of 1 addresses in NEO_NOTIFY."
    assert len(inbox.messages) == 1


def test_crawl_that_fails_its_health_check_tells_and_keeps_the_secret(archive: Path, inbox: Inbox) -> None:
    log = archive.with_name("crawl.log")
    with Front(without_russian) as front:
        crawled = crawl(archive, front.address, "--log", str(log), env={"NEO_NOTIFY": inbox.address})
    assert crawled.code == 14
    assert "Notified 1 of 1 addresses in NEO_NOTIFY." in crawled.err
    assert "hunter2" not in crawled.err + crawled.out + log.read_text()
    (message,) = inbox.messages
    assert "source empty: demo/ru sitemap" in message["message"]
