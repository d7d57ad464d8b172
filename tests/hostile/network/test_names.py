"""Names that lead to private addresses, at once or later: a real name server answers, and nothing is connected to."""

from __future__ import annotations

from pathlib import Path

import pytest
from crawl.crawling import rows, states
from crawl.site import Site
from promises import Measured

from .machines import Names, Trap, declared, measured_crawl

SOME = 300 * 1024 * 1024  # bytes that a crawl may take


@pytest.mark.promise("Network", "the publisher's name means {address}", "nothing connects; exit code 10 and the reason")
@pytest.mark.parametrize("address", ["127.0.0.1", "0.0.0.0", "127.8.8.8"])
def test_a_name_that_means_a_private_address_is_refused(address: str, tmp_path: Path, measured: Measured) -> None:
    with Trap("0.0.0.0") as trap, Names(lambda _: address) as names:
        home = f"http://news.example:{trap.port}"
        ended = measured_crawl(tmp_path / "archive.db", home, program=declared(), **names.env)
    assert trap.heard == []
    assert address in names.told
    assert ended.code == 10
    assert f"news.example means {address}, which is not on the internet" in ended.err
    assert ended.memory <= SOME
    measured(memory=ended.memory)


@pytest.mark.promise(
    "Network",
    "a name that means another private address at a later look-up (DNS rebinding)",
    "nothing connects there; articles are missing as refused-address, and it is said",
)
def test_a_name_that_turns_between_two_look_ups_gains_nothing(tmp_path: Path, measured: Measured) -> None:
    archive = tmp_path / "archive.db"
    with Site() as site, Trap("127.0.0.2", site.port) as trap:
        home = f"http://news.example:{site.port}"
        site.announce(*(home + path for path in site.publish(3)))
        with Names(lambda _: "127.0.0.2" if site.articles() else "127.0.0.1") as names:
            program = declared(private_network="the tests' own machine", concurrent=1)
            ended = measured_crawl(archive, home, program=program, **names.env)
    assert set(names.told) == {"127.0.0.1", "127.0.0.2"}
    assert trap.heard == []
    assert sorted(states(archive).values(), key=repr) == [("held", None)] + [("missing", "refused-address")] * 2
    assert "news.example means 127.0.0.2" in ended.err
    (said,) = rows(archive, "select json_extract(settings, '$.private_network'), problems from crawls")
    assert said[0] == "the tests' own machine"
    assert "may lie on a private network: the tests' own machine" in said[1]
    assert ended.memory <= SOME
    measured(memory=ended.memory, figure=f"{len(names.told)} look-ups")


@pytest.mark.promise(
    "Network", "whoever answers the connection is not who was looked up", "hung up before a word is said, TLS included"
)
@pytest.mark.parametrize("scheme", ["http", "https"])
def test_the_peer_is_checked_when_the_look_up_is_fooled(scheme: str, tmp_path: Path, measured: Measured) -> None:
    fooled = (
        "import scraper.crawl.network.doors as doors; doors.Doors.sift = lambda self, host, found: frozenset(found)\n"
    )
    with Trap("127.0.0.1") as trap, Names(lambda _: "127.0.0.1") as names:
        home = f"{scheme}://news.example:{trap.port}"
        ended = measured_crawl(tmp_path / "archive.db", home, program=fooled + declared(), **names.env)
    assert trap.heard  # the first lock is broken, and it was connected
    assert set(trap.heard) == {b""}
    assert ended.code == 10
    assert "127.0.0.1 answered the connection, which is not on the internet" in ended.err
    measured(memory=ended.memory)
