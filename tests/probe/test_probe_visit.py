"""How a visit behaves: slowly, by the rules, and nowhere but on the site."""

from __future__ import annotations

import gzip
import shutil
import socket
import subprocess
from itertools import pairwise
from pathlib import Path

import pytest

from scraper.crawl.probe import probe
from scraper.crawl.probe.site import site_of
from scraper.crawl.probe.visit import REQUESTS, Visit
from scraper.errors import ArchiveError, NoNetwork
from scraper.settings import DOWNLOAD_MAXSIZE, USER_AGENT

from .pages import TEXT, links, page
from .site import HERE, Reply, Site

HOME = {"/": page("<p>Good day</p>")}


def visit(site: Site, pause: float = 0, requests: int = REQUESTS) -> Visit:
    return Visit(site_of(site.address), pause, requests)


def robots(text: str) -> Reply:
    return Reply(text, media=TEXT)


def test_robots_is_asked_for_first_and_says_who_asks() -> None:
    with Site(HOME) as site, visit(site) as going:
        assert going.arrive() == ""
        assert going.ask(f"{site.address}/").good
    assert site.paths() == ["/robots.txt", "/"]
    for asked in site.asked:
        assert asked.headers["user-agent"] == USER_AGENT
        assert not {"cookie", "referer", "authorization"} & set(asked.headers)


def test_what_robots_disallows_is_not_asked_for() -> None:
    rules = "User-agent: *\nDisallow: /private/\nUser-agent: neo-archive\nDisallow: /secret/\n"
    with Site({**HOME, "/robots.txt": robots(rules)}) as site, visit(site) as going:
        going.arrive()
        assert going.ask(f"{site.address}/secret/x").problem == "robots.txt disallows it"
        assert going.ask(f"{site.address}/private/x").status == 404  # our own group is the one that counts
        assert going.forbidden == [f"{site.address}/secret/x"]
    assert "/secret/x" not in site.paths()


@pytest.mark.parametrize(
    "rules",
    ["User-agent: *\nDisallow: /\n", "User-agent: neo-archive\nDisallow: /\n\nUser-agent: *\nAllow: /\n"],
)
def test_a_site_that_disallows_everything_is_left_alone(rules: str) -> None:
    with Site({**HOME, "/robots.txt": robots(rules)}) as site:
        with pytest.raises(ArchiveError, match="disallows everything") as caught:
            probe(site.address, pause=0)
        assert caught.value.exit_code == 1
        assert site.paths() == ["/robots.txt"]


def test_a_site_that_disallows_only_others_is_looked_at() -> None:
    rules = "User-agent: other\nDisallow: /\n"
    with Site({**HOME, "/robots.txt": robots(rules)}) as site, visit(site) as going:
        going.arrive()
        assert going.ask(f"{site.address}/").good


@pytest.mark.parametrize("status", [500, 503])
def test_a_robots_txt_that_fails_means_no(status: int) -> None:
    with Site({**HOME, "/robots.txt": Reply("", status)}) as site:
        with pytest.raises(NoNetwork, match=f"robots.txt: status {status}"):
            probe(site.address, pause=0)
        assert site.paths() == ["/robots.txt"]


@pytest.mark.parametrize("status", [401, 403, 404, 410])
def test_a_robots_txt_that_is_not_there_means_yes(status: int) -> None:
    with Site({**HOME, "/robots.txt": Reply("", status)}) as site, visit(site) as going:
        assert going.arrive() == ""
        assert going.ask(f"{site.address}/").good


def test_between_two_requests_there_is_a_pause_and_robots_may_make_it_longer() -> None:
    with Site({**HOME, "/robots.txt": robots("User-agent: *\nCrawl-delay: 0.3\n")}) as site, visit(site, 0.1) as going:
        going.arrive()
        for _ in range(3):
            going.ask(f"{site.address}/")
        assert going.delay() == 0.3
    assert all(later.when - earlier.when >= 0.29 for earlier, later in pairwise(site.asked))


def test_a_delay_of_hours_is_not_waited_for() -> None:
    with Site({**HOME, "/robots.txt": robots("User-agent: *\nCrawl-delay: 3600\n")}) as site:
        with pytest.raises(ArchiveError, match="too long to wait"):
            probe(site.address, pause=0)
        assert site.paths() == ["/robots.txt"]


def test_no_more_requests_are_made_than_were_promised() -> None:
    many = links([f"/news/{number}.html" for number in range(100)])
    with Site({"/": page(many)}) as site:
        found = probe(site.address, pause=0)
        assert len(site.asked) == found.requests <= REQUESTS
    with Site(HOME) as site, visit(site, requests=3) as going:
        going.arrive()
        answers = [going.ask(f"{site.address}/") for _ in range(4)]
        assert [answer.good for answer in answers] == [True, True, False, False]
        assert len(site.asked) == 3


def test_redirects_are_followed_on_the_site_alone() -> None:
    with Site({}) as other:
        to = {
            "/a": "/b",
            "/b": f"{HERE}/",
            "/off": f"{other.address}/x",
            "/file": "file:///etc/passwd",
            "/metadata": "http://169.254.169.254/latest/",
            "/loop": "/loop",
            "/bad": "http://[bad/",
        }
        moved = {path: Reply("", 302, headers={"Location": target}) for path, target in to.items()}
        with Site({**HOME, **moved}) as site, visit(site) as going:
            going.arrive()
            assert going.ask(f"{site.address}/a").url == f"{site.address}/"
            for path in ("/off", "/file", "/metadata"):
                assert "leads off the site" in (going.ask(site.address + path).problem or "")
            assert "redirects" in (going.ask(f"{site.address}/loop").problem or "")
            assert going.ask(f"{site.address}/bad").problem == "status 302"
        assert other.asked == []


def test_answers_that_are_too_large_are_cut() -> None:
    large = bytes(DOWNLOAD_MAXSIZE + 1)
    answers = {
        "/plain": Reply(large),
        "/bomb": Reply(gzip.compress(large), headers={"Content-Encoding": "gzip"}),
        "/torn": Reply(b"not gzip", headers={"Content-Encoding": "gzip"}),
    }
    with Site(answers) as site, visit(site) as going:
        going.arrive()
        assert "larger than" in (going.ask(f"{site.address}/plain").problem or "")
        assert "larger than" in (going.ask(f"{site.address}/bomb").problem or "")
        assert not going.ask(f"{site.address}/torn").good


def test_cookies_are_not_kept() -> None:
    reply = Reply(HOME["/"], headers={"Set-Cookie": "id=1; Path=/"})
    with Site({"/": reply}) as site, visit(site) as going:
        going.arrive()
        going.ask(f"{site.address}/")
        going.ask(f"{site.address}/")
        assert all("cookie" not in asked.headers for asked in site.asked)


def test_a_site_that_is_not_there_is_no_network() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))  # bound, but nobody listens
        with pytest.raises(NoNetwork) as caught:
            probe(f"http://127.0.0.1:{taken.getsockname()[1]}", pause=0)
    assert caught.value.exit_code == 10


@pytest.mark.parametrize("reply", [Reply("", 503), Reply("%PDF-1.7", media="application/pdf"), Reply("", 404)])
def test_a_home_page_that_is_none_is_no_network(reply: Reply) -> None:
    with Site({"/": reply}) as site, pytest.raises(NoNetwork):
        probe(site.address, pause=0)


@pytest.mark.skipif(shutil.which("openssl") is None, reason="openssl makes the certificate")
def test_a_certificate_that_nobody_vouches_for_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "own.pem"
    made = "req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=127.0.0.1 -addext subjectAltName=IP:127.0.0.1"
    subprocess.run(
        ["openssl", *made.split(), "-keyout", str(file), "-out", str(tmp_path / "cert.pem")],
        check=True,
        capture_output=True,
    )
    file.write_text(file.read_text() + (tmp_path / "cert.pem").read_text())
    with Site(HOME, certificate=file) as site:
        with pytest.raises(NoNetwork, match=r"(?i)certificate"):
            probe(site.address, pause=0)
        assert site.asked == []
