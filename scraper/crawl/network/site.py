"""The publisher's own addresses: the only ones that a crawl asks."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from scrapy.exceptions import IgnoreRequest
from twisted.web.client import URI

from scraper.crawl.network.addresses import is_public
from scraper.extract.urls import site_path, split
from scraper.publisher import Publisher

_PORTS = {"http": 80, "https": 443}


class Refused(IgnoreRequest):
    """The request was not sent: it leads to somebody who is not the publisher, or not on the internet."""


@dataclass(frozen=True, slots=True)
class Site:
    """Where one crawl may go."""

    publisher: Publisher
    copy: str | None  # where a copy of the site is crawled; None: at its home

    def refusal(self, url: str) -> str | None:
        """Why an address may not be asked; None if it may.

        It has to be http or https, without a user's name, on a host and port of the publisher's or
        of the copy, and mean the same to whoever checks it here and whoever connects.
        """
        parts = split(url)
        if parts is None:
            return "only http and https are asked"
        if parts.username is not None or parts.password is not None:
            return "there is a user's name in the address"
        if site_path(self.publisher, url, self.copy) is None:
            return f"{parts.netloc} is none of the publisher's hosts and ports"
        try:
            read = URI.fromBytes(url.encode("ascii"))  # type: ignore[no-untyped-call]
        except (UnicodeError, ValueError):
            return "the address cannot be read"
        meant = ((parts.hostname or "").encode(), parts.port or _PORTS[parts.scheme])
        return None if (read.host.lower(), read.port) == meant else "the address can be read in two ways"

    def near(self) -> Iterator[str]:
        """The hosts that may lie on this machine or a private network, because the person who crawls said so.

        By an address of that kind or `localhost` as the home or the copy, or by the publisher's `private_network`.
        """
        for home in filter(None, (self.publisher.home, self.copy)):
            parts = split(home)
            name = (parts.hostname or "") if parts else ""
            if name and (self.publisher.private_network or says_so(name)):
                yield name


def exceptions(publisher: Publisher) -> Iterator[str]:
    """What is not checked for a publisher, and why: said in each crawl."""
    if publisher.unverified_tls:
        yield f"the server's certificate is not verified: {publisher.unverified_tls}"
    if publisher.private_network:
        yield f"the server may lie on a private network: {publisher.private_network}"


def says_so(name: str) -> bool:
    """Whether a host in an address tells by itself that it is on this machine or a private network."""
    if name.rstrip(".").rpartition(".")[2] == "localhost":
        return True
    is_address = ":" in name or name.replace(".", "").isdigit()
    return is_address and not is_public(name)
