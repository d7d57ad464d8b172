"""Which addresses are on the internet, and which of the publisher's may be asked."""

from __future__ import annotations

from dataclasses import replace

import pytest

from scraper.crawl.network import Doors, Site, is_public
from spiders.demo import PUBLISHER

PUBLIC = "1.1.1.1 8.8.8.8 100.63.255.255 100.128.0.1 172.15.1.1 172.32.0.1 192.0.1.1 198.20.0.1 223.255.255.255".split()
PUBLIC += "2606:4700::1111 2a00::1 ::ffff:8.8.8.8 64:ff9b::808:808 2002:808:808::1 2001:200::1".split()
PRIVATE = [
    "",
    " ",
    *"0.0.0.0 0.1.2.3 10.0.0.1 100.64.0.1 100.127.255.255 127.0.0.1 127.255.255.255 169.254.169.254 172.16.0.1"
    " 172.31.255.255 192.0.0.8 192.0.2.1 192.88.99.1 192.168.1.1 198.18.0.1 198.19.255.255 198.51.100.1 203.0.113.9"
    " 224.0.0.1 239.1.1.1 240.0.0.1 255.255.255.255 :: ::1 ::127.0.0.1 ::ffff:127.0.0.1 ::ffff:169.254.169.254"
    " ::ffff:0:127.0.0.1 64:ff9b::7f00:1 64:ff9b:1::808:808 100::1 2001::1 2001:2::1 2001:10::1 2001:db8::1"
    " 2002:7f00:1::1 2002:a00:1::1 3fff::1 5f00::1 fc00::1 fd12::1 fe80::1 fe80::1%eth0 2606:4700::1111%eth0 fec0::1"
    " ff02::1 127.1 2130706433 0x7f000001 localhost example.org".split(),
]


@pytest.mark.parametrize("address", PUBLIC)
def test_public(address: str) -> None:
    assert is_public(address)


@pytest.mark.parametrize("address", PRIVATE)
def test_private(address: str) -> None:
    assert not is_public(address)


NEWS = replace(PUBLISHER, home="https://news.example", hosts={"old.example": ""})


@pytest.mark.parametrize(
    ("url", "why"),
    [
        ("https://news.example/x", None),
        ("http://www.news.example:80/x", None),
        ("https://old.example/x", None),
        ("https://news.example:8443/x", "none of the publisher's"),
        ("https://news.example.evil.example/x", "none of the publisher's"),
        ("https://user:word@news.example/x", "a user's name"),
        ("ftp://news.example/x", "only http"),
        ("https://news.example:443\\@evil.example/x", "a user's name"),
        ("file:///etc/passwd", "only http"),
        ("https://news.example%2eevil.example/x", "none of the publisher's"),
    ],
)
def test_only_the_publishers_addresses_are_asked(url: str, why: str | None) -> None:
    found = Site(NEWS, None).refusal(url)
    assert found is None if why is None else why in (found or "")


@pytest.mark.parametrize(
    ("copy", "reason", "near"),
    [
        (None, "", []),
        ("http://127.0.0.1:80", "", ["127.0.0.1"]),
        ("http://[::1]:80", "", ["::1"]),
        ("http://localhost:80", "", ["localhost"]),
        ("http://news.localhost.:80", "", ["news.localhost."]),
        ("http://staging.example", "", []),
        ("http://8.8.8.8", "", []),
        ("http://staging.example", "our own network", ["news.example", "staging.example"]),
    ],
)
def test_who_may_be_near(copy: str | None, reason: str, near: list[str]) -> None:
    assert list(Site(replace(NEWS, private_network=reason), copy).near()) == near


def test_a_near_name_keeps_its_first_addresses() -> None:
    doors = Doors(None)
    doors.open("Near.Example.")
    assert doors.sift("near.example", ["10.0.0.1", "10.0.0.2"]) == {"10.0.0.1", "10.0.0.2"}
    assert doors.sift("near.example", ["10.0.0.2", "10.0.0.3"]) == {"10.0.0.2"}
    assert doors.sift("other.example", ["10.0.0.1", "8.8.8.8"]) == {"8.8.8.8"}
    assert doors.refusal("other.example") is None
    assert doors.sift("other.example", ["10.0.0.1"]) == frozenset()
    assert "10.0.0.1" in (doors.refusal("OTHER.example") or "")
