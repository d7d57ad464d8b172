"""The guard of a probe's visit, which needs no reactor."""

from __future__ import annotations

import socket
from collections.abc import Iterable
from typing import Any

import httpcore
import httpx

from scraper.crawl.network.doors import Doors
from scraper.crawl.network.site import says_so
from scraper.extract.urls import split


def guarded(home: str) -> httpx.HTTPTransport:
    """What httpx connects with: only to public addresses, or to the home's own where it names a private one.

    Certificates are verified; `SSL_CERT_FILE` may name others than certifi's. Proxies are not asked.
    """
    made = httpx.HTTPTransport(verify=httpx.create_ssl_context())
    parts = split(home)
    name = (parts.hostname or "") if parts else ""
    doors = Doors(None)
    if says_so(name):
        doors.open(name)
    made._pool._network_backend = _Backend(doors)
    return made


class _Backend(httpcore.SyncBackend):
    """Resolves once, and connects to what passed."""

    def __init__(self, doors: Doors) -> None:
        self._doors = doors

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        """A connection. Raises `httpcore.ConnectError` for a host that leads to no public address."""
        try:
            answers = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        except OSError as error:
            raise httpcore.ConnectError(error) from error
        found = list(dict.fromkeys(str(answer[4][0]) for answer in answers))
        passed = self._doors.sift(host, found)
        if not passed:
            raise httpcore.ConnectError(self._doors.refusal(host))
        failure: Exception | None = None
        for address in filter(passed.__contains__, found):
            try:
                return super().connect_tcp(address, port, timeout, local_address, socket_options)
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                failure = error
        assert failure is not None
        raise failure
