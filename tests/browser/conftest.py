"""The site on a port, and Debian's Chromium in front of it."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import pytest
from debian import CannotInstall, chromium
from playwright.sync_api import Browser, ConsoleMessage, Page, Request, sync_playwright
from publish.conftest import archive, rows

from scraper.publish.snapshot import snapshot

__all__ = ["archive", "rows"]

COMMAND = (sys.executable, "-c", "from scraper.cli import main; main()")  # neo-archive
SNAPSHOT = "demo-20250713"
QUIET = (  # or Chromium looks for its maker's hosts
    *("--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking"),
    *("--disable-component-update", "--disable-sync", "--no-first-run"),
)
SIZES = {"phone": (390, 844), "desktop": (1280, 900)}


@dataclass
class Reader:
    """A page in a browser, and everything that went wrong in it."""

    page: Page
    address: str
    wrong: list[str] = field(default_factory=list)  # errors, refused or failed requests, requests to others

    def watch(self) -> None:
        """Listens to the console, and to what is asked for."""
        self.page.on("console", self._said)
        self.page.on("pageerror", lambda error: self.wrong.append(str(error)))
        self.page.on("requestfailed", self._failed)
        self.page.on("request", self._asked)

    def open(self, path: str) -> None:
        """Goes to a page of the site."""
        self.page.goto(self.address + path.lstrip("/"))

    def _said(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            self.wrong.append(message.text)

    def _asked(self, request: Request) -> None:
        if not request.url.startswith((self.address, "data:", "blob:")):
            self.wrong.append(f"asked somebody else: {request.url}")

    def _failed(self, request: Request) -> None:
        if "ERR_ABORTED" not in (request.failure or ""):  # a download leaves its page
            self.wrong.append(f"{request.url}: {request.failure}")


@pytest.fixture(scope="session")
def snapshots(archive: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with one snapshot, of the texts too."""
    folder = tmp_path_factory.mktemp("snapshots")
    snapshot(archive, folder, datetime(2025, 7, 13, 9, tzinfo=UTC), name="demo")
    return folder


@pytest.fixture(scope="session")
def address(archive: Path, snapshots: Path) -> Iterator[str]:
    """Where the site is served."""
    words = ["serve", "--port", "0", "--archive", str(archive), "--snapshots", str(snapshots)]
    with subprocess.Popen([*COMMAND, *words], stdout=subprocess.PIPE, text=True) as running:
        assert running.stdout is not None
        try:
            yield running.stdout.readline().split()[0]
        finally:
            running.kill()


@pytest.fixture(scope="module")  # while it is there, an event loop runs, in which no other can be started
def browser() -> Iterator[Browser]:
    """Chromium, installed if need be."""
    try:
        path = chromium()
    except CannotInstall as reason:
        pytest.skip(str(reason))
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=path, args=list(QUIET))
        try:
            yield started
        finally:
            started.close()


@pytest.fixture
def reader(browser: Browser, address: str) -> Iterator[Reader]:
    """Somebody at a desk."""
    yield from reading(browser, address)


def reading(browser: Browser, address: str, size: str = "desktop", scheme: str = "light") -> Iterator[Reader]:
    """Somebody with a screen of that size."""
    width, height = SIZES[size]
    context = browser.new_context(
        viewport={"width": width, "height": height},
        color_scheme="dark" if scheme == "dark" else "light",
        accept_downloads=True,
    )
    context.set_default_timeout(20_000)  # ms
    try:
        found = Reader(context.new_page(), address)
        found.watch()
        yield found
    finally:
        context.close()
