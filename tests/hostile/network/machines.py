"""Machines that nobody should talk to, a name server that lies, and crawls that are measured."""

from __future__ import annotations

import os
import socket
import threading
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from typing import Any, Self

from crawl import forked
from crawl.crawling import MAIN, command, environment
from twisted.names import dns

from bench.ending import Ended

WITHIN = 120.0  # seconds; a crawl takes three

# Names are looked up at the server of a test; the demo publisher is declared as a test wants it.
NAMED = """
import dataclasses, os, scraper.settings, spiders.demo
from twisted.names.client import Resolver

class Names:
    def __init__(self, reactor):
        self.reactor = reactor

    @classmethod
    def from_crawler(cls, crawler, reactor):
        return cls(reactor)

    def install_on_reactor(self):
        port = int(os.environ["TEST_NAMES"])
        self.reactor.installResolver(Resolver(servers=[("127.0.0.1", port)], reactor=self.reactor))

if "TEST_NAMES" in os.environ:
    scraper.settings.TWISTED_DNS_RESOLVER = Names
spiders.demo.PUBLISHER = dataclasses.replace(spiders.demo.PUBLISHER, **{declared!r})
"""


def declared(**fields: object) -> str:
    """A program that crawls the demo publisher, declared with these fields."""
    return NAMED.replace("{declared!r}", repr(fields)) + MAIN


def measured_crawl(archive: Path, home: str, *options: str, program: str = MAIN, **env: str) -> Ended:
    """A crawl of the demo publisher at an address, run to its end."""
    line = command(archive, home, *options, program=program)
    return forked.end(line, within=WITHIN, cwd=archive.parent, env=environment(**env))


class Trap:
    """A machine that listens and notes who connects. Use it as a context."""

    def __init__(self, host: str, port: int = 0) -> None:
        self._socket = socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET)
        self._socket.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        self._socket.bind((host, port))
        self._socket.listen()
        self.port: int = self._socket.getsockname()[1]
        self.heard: list[bytes] = []  # of each connection, what it began with

    def __enter__(self) -> Self:
        threading.Thread(target=self._listen, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._socket.shutdown(socket.SHUT_RDWR)
        self._socket.close()

    def _listen(self) -> None:
        while True:
            try:
                caller, _ = self._socket.accept()
            except OSError:
                return
            with caller:
                caller.settimeout(1)
                self.heard.append(b"")
                try:
                    self.heard[-1] = caller.recv(1024)
                except OSError:
                    continue


class Names:
    """A name server on loopback that answers each look-up of an IPv4 address as it likes. Use it as a context."""

    def __init__(self, answer: Callable[[str], str]) -> None:
        self._answer = answer
        self._socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self._socket.bind(("127.0.0.1", 0))
        self.env = {"TEST_NAMES": str(self._socket.getsockname()[1])}
        self.told: list[str] = []

    def __enter__(self) -> Self:
        threading.Thread(target=self._serve, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as last:
            last.sendto(b"", self._socket.getsockname())
        self._socket.close()

    def _serve(self) -> None:
        while True:
            try:
                asked, caller = self._socket.recvfrom(4096)
            except OSError:
                return
            if not asked:
                return
            message = dns.Message()
            message.fromStr(asked)
            query = message.queries[0]
            reply = dns.Message(id=message.id, answer=1, recDes=message.recDes, recAv=1)
            reply.queries = [query]
            if query.type in (dns.A, dns.ALL_RECORDS):
                address = self._answer(query.name.name.decode())
                self.told.append(address)
                record: Any = dns.Record_A(address, ttl=0)  # type: ignore[no-untyped-call]
                reply.answers = [dns.RRHeader(query.name.name, dns.A, ttl=0, payload=record)]
            self._socket.sendto(reply.toStr(), caller)


def around(port: int) -> tuple[ExitStack, list[Trap]]:
    """Traps at the same port of other addresses of this machine, and at another port of the same."""
    stack = ExitStack()
    traps = [stack.enter_context(Trap(host, port)) for host in ("127.0.0.2", *(["::1"] if _has_six() else []))]
    traps.append(stack.enter_context(Trap("127.0.0.1")))
    return stack, traps


def _has_six() -> bool:
    return os.path.exists("/proc/net/if_inet6") and socket.has_ipv6
