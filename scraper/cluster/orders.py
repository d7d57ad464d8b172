"""Which crawls are ordered, and which writer carries one out."""

from __future__ import annotations

import json
import logging
import os
import socket
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib.resources import files
from secrets import token_hex
from typing import Any, Self

from scraper.cluster.jobs import VERSION
from scraper.cluster.line import Line
from scraper.cluster.shared import PREFIX, Shared
from scraper.crawl.order import Order
from scraper.errors import AlreadySeeded, AnotherWriter, ArchiveError, UnknownPublisher
from scraper.publisher import Publisher
from scraper.publisher import publisher as find

ORDERS = f"{PREFIX}:orders"
TTL = 12.0  # seconds after which the order of a writer that was killed is another's
BEGINNING = 60.0  # seconds that a writer has until its crawl begins to keep the order
_RENEWED = 3.0  # seconds
_LOOK = 1.0  # seconds between two looks for an order
_SIZE = 16 * 1024  # bytes of an order
_log = logging.getLogger(__name__)


def seed(line: Line, order: Order) -> None:
    """Orders a crawl. Raises `AlreadySeeded` if there is one of this publisher, and what `Line.call` does."""
    name = order.publisher.name
    said = json.dumps({"v": VERSION, "arguments": dict(order.arguments)}, sort_keys=True)
    if not line.call(lambda: line.client.hsetnx(ORDERS, name, said)):
        raise AlreadySeeded(name, "under way" if holder(line, name) else "ordered")


def withdraw(line: Line, name: str) -> bool:
    """Takes an order back that no writer carries out yet; False if there is none.

    Raises `AlreadySeeded` if one does: to end it, end the writer.
    """
    if held := holder(line, name):
        raise AlreadySeeded(name, f"under way, by the writer {held},")
    return bool(line.call(lambda: line.client.hdel(ORDERS, name)))


def holder(line: Line, name: str) -> str | None:
    """The writer that carries out the crawl of a publisher; None if none does."""
    found: Any = line.call(lambda: line.client.get(f"{PREFIX}:{name}:writer"))
    return found.decode("utf-8", "replace").rpartition("-")[0] if found else None


def ordered(line: Line) -> Mapping[str, bytes]:
    """The orders there are, by publisher."""
    found: Any = line.call(lambda: line.client.hgetall(ORDERS))
    return {name.decode("utf-8", "replace"): said for name, said in sorted(found.items())}


@dataclass
class Claim:
    """An order that this writer carries out: for as long as a beginning takes, then for as long as it is kept."""

    line: Line
    publisher: Publisher
    arguments: Mapping[str, object]
    said: bytes
    token: str
    failure: ArchiveError | None = None  # what keeps it from going on

    def __post_init__(self) -> None:
        self.shared = Shared(self.line, self.publisher)
        self._over = threading.Event()
        self._thread: threading.Thread | None = None

    def keep(self) -> None:
        """Keeps the order until `end`. To be called once the crawl's readers are there: those fork, which a thread
        forbids.
        """
        self._thread = threading.Thread(target=self._keep, daemon=True)
        self._thread.start()

    def __deepcopy__(self, _memo: object) -> Self:
        """Scrapy copies its settings, and this in them; there is one."""
        return self

    def end(self, *, done: bool) -> None:
        """Lets go; an order that is not `done` waits for the next writer. Raises what `Line.call` does."""
        self._over.set()
        if self._thread:
            self._thread.join()
        if self.failure is None:
            name = self.publisher.name
            let_go = self.line.client.register_script(_script("let_go"))
            arguments: list[Any] = [self.token, name, self.said if done else b""]
            self.line.call(lambda: let_go(keys=[self.shared.key("writer"), ORDERS], args=arguments))

    def _keep(self) -> None:
        while True:
            try:
                other = hold(self.line, self.publisher.name, self.token, TTL)
            except ArchiveError as error:
                self.failure = error
                return
            if other:
                self.failure = AnotherWriter(self.publisher.name, other)
                return
            if self._over.wait(_RENEWED):
                return


def hold(line: Line, name: str, token: str, seconds: float) -> str:
    """Takes, or keeps, the crawl of a publisher for so long; returns who has it, if that is another."""
    script = line.client.register_script(_script("hold"))
    key = f"{PREFIX}:{name}:writer"
    found: Any = line.call(lambda: script(keys=[key], args=[token, round(seconds * 1000)]))
    return str(found.decode("utf-8", "replace").rpartition("-")[0])


def take(line: Line, *, wait: bool, find: Callable[[str], Publisher] = find) -> Claim | None:
    """The first order that no writer carries out; None if there is none and it is not to be waited for."""
    token, strange = f"{socket.gethostname()}-{os.getpid()}-{token_hex(8)}", set[str]()
    while True:
        for name, said in ordered(line).items():
            arguments = _arguments(said)
            try:
                publisher = find(name)
            except UnknownPublisher:
                arguments = None
            if arguments is None and name not in strange:
                strange.add(name)
                _log.warning("the order of %s cannot be read here, and is left to another writer", name[:100])
            elif arguments is not None and not hold(line, name, token, BEGINNING):
                return Claim(line, publisher, arguments, said, token)
        if not wait or line.ending.wait(_LOOK):
            return None


def _arguments(said: bytes) -> Mapping[str, object] | None:
    try:
        order = json.loads(said) if len(said) <= _SIZE else None
    except (ValueError, RecursionError):
        return None
    good = isinstance(order, dict) and order.get("v") == VERSION and isinstance(order.get("arguments"), dict)
    return order["arguments"] if order and good else None


def _script(name: str) -> str:
    return (files("scraper.cluster") / "scripts" / f"{name}.lua").read_text(encoding="utf-8")
