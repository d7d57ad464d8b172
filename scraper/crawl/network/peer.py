"""Whoever answers a connection: looked at before a word is said, and noted with the answer."""

from __future__ import annotations

from ipaddress import ip_address
from typing import Any
from urllib.parse import urlsplit

from scrapy.http import Response

from scraper.crawl.bodies import ClientFactory
from scraper.crawl.network.doors import Doors
from scraper.crawl.network.site import Refused


class GuardedFactory(ClientFactory):
    """Makes a connection speak HTTP, or ends it before TLS begins if the other side may not be talked to."""

    def __init__(self, doors: Doors, seconds: float, *args: Any) -> None:
        super().__init__(*args)  # type: ignore[no-untyped-call]
        self.seconds = seconds
        self._doors = doors

    def buildProtocol(self, addr: Any) -> Any:  # noqa: N802 - Twisted's name
        """The protocol. Raises `Refused` for an address that is not on the internet."""
        if not self._doors.permits(addr.host):
            raise Refused(f"{addr.host} answered the connection, which is not on the internet")
        return super().buildProtocol(addr)


def server_of(response: Response) -> str | None:
    """The address and port that a response came from, `93.184.216.34:443` or `[2001:db8::1]:443`; None if not known."""
    if response.ip_address is None:
        return None
    parts = urlsplit(response.url)
    port = parts.port or (443 if parts.scheme == "https" else 80)
    found = ip_address(str(response.ip_address))
    return f"[{found}]:{port}" if found.version == 6 else f"{found}:{port}"
