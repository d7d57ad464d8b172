"""Which IP addresses lie on the internet, by IANA's registries of special-purpose addresses.

A table of our own, for what `ipaddress` takes for global differs from one Python to the next.
"""

from __future__ import annotations

from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address

_NOWHERE_4 = tuple(
    map(
        IPv4Network,
        (
            "0.0.0.0/8",  # this host
            "10.0.0.0/8",
            "100.64.0.0/10",  # shared by a provider's customers; clouds keep metadata there
            "127.0.0.0/8",
            "169.254.0.0/16",  # link-local, and the metadata of most clouds
            "172.16.0.0/12",
            "192.0.0.0/24",  # protocol assignments
            "192.0.2.0/24",  # documentation
            "192.88.99.0/24",  # 6to4 relays, given up
            "192.168.0.0/16",
            "198.18.0.0/15",  # benchmarking
            "198.51.100.0/24",  # documentation
            "203.0.113.0/24",  # documentation
            "224.0.0.0/4",  # multicast
            "240.0.0.0/4",  # reserved, and broadcast
        ),
    )
)
_GLOBAL_6 = IPv6Network("2000::/3")  # all that is given out
_NOWHERE_6 = tuple(
    map(
        IPv6Network,
        (
            "2001::/23",  # protocol assignments: Teredo, benchmarking, ORCHID
            "2001:db8::/32",  # documentation
            "3fff::/20",  # documentation
        ),
    )
)
_MAPPED = IPv6Network("::ffff:0:0/96")  # IPv4 as seen through a socket for both
_NAT64 = IPv6Network("64:ff9b::/96")  # IPv4 for networks that have none
_6TO4 = IPv6Network("2002::/16")


def is_public(address: str) -> bool:
    """Whether an IP address is one that anybody on the internet reaches.

    An IPv6 address that stands for an IPv4 one is what that is. One with a zone is local; what is
    no IP address at all is not public.
    """
    try:
        found = ip_address(address)
    except ValueError:
        return False
    if isinstance(found, IPv4Address):
        return not any(found in net for net in _NOWHERE_4)
    if found.scope_id is not None:
        return False
    inner = _inner(found)
    if inner is not None:
        return is_public(str(inner))
    return found in _GLOBAL_6 and not any(found in net for net in _NOWHERE_6)


def _inner(address: IPv6Address) -> IPv4Address | None:
    """The IPv4 address that an IPv6 one carries; None if it carries none."""
    if address in _MAPPED or address in _NAT64:
        return IPv4Address(int(address) & 0xFFFFFFFF)
    if address in _6TO4:
        return IPv4Address(int(address) >> 80 & 0xFFFFFFFF)
    return None
