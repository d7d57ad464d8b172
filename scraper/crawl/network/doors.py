"""Names resolved, and what is not on the internet sifted out, before anything is connected."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Self

from twisted.internet.interfaces import IAddress, IHostnameResolver, IHostResolution, IResolutionReceiver
from zope.interface import implementer  # type: ignore[import-untyped]

from scraper.crawl.network.addresses import is_public


@implementer(IHostnameResolver)
class Doors:
    """The reactor's resolver behind a sieve: a name is looked up once, and only what passed is connected to.

    A name that may be near home may mean the addresses of its first answer, for the rest of the process:
    one that turns to another later gains nothing.
    """

    def __init__(self, inner: Any) -> None:
        self._inner = inner
        self._near: dict[str, frozenset[str] | None] = {}  # host → its addresses, once they are known
        self._refused: dict[str, str] = {}  # host → why its last answer led nowhere

    @classmethod
    def on(cls, reactor: Any) -> Self:
        """Those of the process, put up if there are none: every connection by name or address passes them."""
        present = reactor.nameResolver
        if isinstance(present, cls):
            return present
        made = cls(present)
        reactor.installNameResolver(made)
        return made

    def open(self, host: str) -> None:
        """Lets a host be on this machine or a private network."""
        self._near.setdefault(_plain(host), None)

    def refusal(self, host: str) -> str | None:
        """Why the last look-up of a host led to nobody; None if it led to somebody."""
        return self._refused.get(_plain(host))

    def permits(self, address: str) -> bool:
        """Whether an address may be talked to: it is public, or near home as a name said that may be."""
        return is_public(address) or any(address in known for known in self._near.values() if known)

    def sift(self, host: str, found: Sequence[str]) -> frozenset[str]:
        """Those of the addresses that a host may mean; notes why, if it is none."""
        host = _plain(host)
        if host in self._near:
            known = self._near[host]
            if known is None and found:
                known = self._near[host] = frozenset(found)
            kept = frozenset(each for each in found if known and each in known)
        else:
            kept = frozenset(filter(is_public, found))
        if found and not kept:
            self._refused[host] = f"{host} means {', '.join(found)}, which is not on the internet"
        else:
            self._refused.pop(host, None)
        return kept

    def resolveHostName(  # noqa: N802 - Twisted's name
        self,
        resolutionReceiver: Any,  # noqa: N803
        hostName: str,  # noqa: N803
        portNumber: int = 0,  # noqa: N803
        addressTypes: Sequence[type[IAddress]] | None = None,  # noqa: N803
        transportSemantics: str = "TCP",  # noqa: N803
    ) -> Any:
        """What the reactor asks for each new connection."""
        sieve = _Sieve(self, hostName, resolutionReceiver)
        return self._inner.resolveHostName(sieve, hostName, portNumber, addressTypes, transportSemantics)


@implementer(IResolutionReceiver)
class _Sieve:
    """Takes all answers, and hands on those that pass."""

    def __init__(self, doors: Doors, host: str, receiver: Any) -> None:
        self._doors, self._host, self._receiver = doors, host, receiver
        self._found: list[Any] = []  # IPv4Address, IPv6Address of Twisted

    def resolutionBegan(self, resolutionInProgress: IHostResolution) -> None:  # noqa: N802, N803
        self._receiver.resolutionBegan(resolutionInProgress)

    def addressResolved(self, address: Any) -> None:  # noqa: N802
        self._found.append(address)

    def resolutionComplete(self) -> None:  # noqa: N802
        kept = self._doors.sift(self._host, [each.host for each in self._found])
        for address in self._found:
            if address.host in kept:
                self._receiver.addressResolved(address)
        self._receiver.resolutionComplete()


def _plain(host: str) -> str:
    return host.lower().rstrip(".")
