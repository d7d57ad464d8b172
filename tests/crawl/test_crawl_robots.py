"""robots.txt on a real server: read before anything else, by all requests at once."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from bench.ending import Ended
from scraper.crawl.robots import SIZE_LIMIT

from .crawling import crawl, rows, states
from .site import DAY, Asked, Reply, Site, article, redirect, sitemap, text

PRIVATE = [f"{DAY}private-{number}/" for number in range(24)]
PUBLIC = [f"{DAY}public-{number}/" for number in range(4)]
RULES = f"User-agent: *\nDisallow: {DAY}private\n\nUser-agent: other\nDisallow: /\n"


def _site(site: Site, *paths: str) -> None:
    site.announce(*paths)
    site.answers.update({path: article(path) for path in paths})


def _known(archive: Path, site: Site, *paths: str) -> None:
    """Makes the addresses known, without an answer for any, so that the next crawl begins with them."""
    _site(site, *paths)
    crawled = crawl(archive, site, "--limit", "1")
    assert crawled.code == 0, crawled.err
    site.forget()


def test_disallowed_pages_are_never_asked_for_by_eight_requests_at_once(site: Site, tmp_path: Path) -> None:
    archive = tmp_path / "archive.db"
    _known(archive, site, *PRIVATE, *PUBLIC)

    def slow(_: Asked) -> Reply:
        time.sleep(0.5)  # so that all eight wait for it
        return text(RULES)

    site.answers["/robots.txt"] = slow
    crawled = crawl(archive, site)
    assert crawled.code == 0, crawled.err
    assert site.paths()[0] == "/robots.txt"
    assert site.paths().count("/robots.txt") == 1
    assert not set(PRIVATE) & set(site.paths())
    assert set(PUBLIC) <= set(site.paths())
    fetched_before = 1 - len(rows(archive, "select 1 from articles where path not like '%private%'")) + len(PUBLIC)
    refused = rows(archive, "select path from frontier where reason = 'robots'")
    assert len(refused) == len(PRIVATE) - fetched_before
    assert f"{len(PRIVATE)} robots" in crawled.out


@pytest.mark.parametrize(
    ("answer", "says"),
    [(Reply(503), "it answered 503"), (Reply(500), "it answered 500"), (Reply(hang_up=True), "/robots.txt")],
    ids=["503", "500", "no answer"],
)
def test_robots_txt_that_fails_forbids_everything_else(site: Site, tmp_path: Path, answer: Reply, says: str) -> None:
    _site(site, *PUBLIC)
    site.answers["/robots.txt"] = answer
    crawled = crawl(tmp_path / "archive.db", site)
    assert set(site.paths()) == {"/robots.txt"}
    assert crawled.code == 10
    assert says in crawled.err.splitlines()[-2]
    assert "Traceback" not in crawled.err
    assert rows(tmp_path / "archive.db", "select outcome from crawls") == [("failed",)]


def test_robots_txt_that_fails_takes_nothing_from_what_is_held(site: Site, tmp_path: Path) -> None:
    archive = tmp_path / "archive.db"
    _known(archive, site, *PUBLIC)
    site.answers["/robots.txt"] = Reply(503)
    assert crawl(archive, site).code == 10
    reasons = sorted(states(archive).values(), key=str)
    assert reasons == [("held", None)] + [("missing", "robots")] * 3
    site.answers["/robots.txt"] = Reply(hang_up=True)
    assert crawl(archive, site).code == 10
    reasons = sorted(states(archive).values(), key=str)
    assert reasons == [("held", None)] + [("missing", "fetch-failed")] * 3
    del site.answers["/robots.txt"]
    assert crawl(archive, site).code == 0
    assert set(states(archive).values()) == {("held", None)}


@pytest.mark.parametrize("status", [404, 403])
def test_without_robots_txt_everything_is_allowed(site: Site, tmp_path: Path, status: int) -> None:
    _site(site, *PUBLIC)
    site.answers["/robots.txt"] = Reply(status, b"User-agent: *\nDisallow: /\n")
    crawled = crawl(tmp_path / "archive.db", site)
    assert crawled.code == 0, crawled.err
    assert set(PUBLIC) <= set(site.paths())


def _crawl_rules(site: Site, tmp_path: Path) -> Ended:
    _site(site, *PRIVATE[:2], *PUBLIC[:2])
    crawled = crawl(tmp_path / "archive.db", site)
    assert crawled.code == 0, crawled.err
    return crawled


def test_only_the_first_half_megabyte_is_read(site: Site, tmp_path: Path) -> None:
    filler = "# nothing\n" * (SIZE_LIMIT // 10)
    site.answers["/robots.txt"] = text(f"{RULES}{filler}User-agent: *\nDisallow: {DAY}public\n")
    crawled = _crawl_rules(site, tmp_path)
    assert "2 robots" in crawled.out
    assert set(PUBLIC[:2]) <= set(site.paths())
    assert not set(PRIVATE) & set(site.paths())


def test_redirects_of_robots_txt_are_followed(site: Site, tmp_path: Path) -> None:
    site.answers["/robots.txt"] = redirect("/one.txt")
    site.answers["/one.txt"] = redirect(f"{site.address}/two.txt", 302)
    site.answers["/two.txt"] = text(RULES)
    assert "2 robots" in _crawl_rules(site, tmp_path).out
    assert site.paths()[:3] == ["/robots.txt", "/one.txt", "/two.txt"]
    assert not set(PRIVATE) & set(site.paths())


def test_redirect_of_robots_txt_to_another_host_is_not_followed(site: Site, tmp_path: Path) -> None:
    with Site("127.0.0.2") as other:
        other.answers["/robots.txt"] = text("User-agent: *\nDisallow:\n")
        site.answers["/robots.txt"] = redirect(f"{other.address}/robots.txt")
        _site(site, *PUBLIC[:2])
        crawl(tmp_path / "archive.db", site)
        assert other.asked == []


def test_redirect_loop_of_robots_txt_ends_and_forbids_everything(site: Site, tmp_path: Path) -> None:
    site.answers["/robots.txt"] = redirect("/robots.txt?again")
    site.answers["/robots.txt?again"] = redirect("/robots.txt")
    _site(site, *PUBLIC[:2])
    assert crawl(tmp_path / "archive.db", site).code == 10
    assert len(site.asked) <= 6
    assert {path.partition("?")[0] for path in site.paths()} == {"/robots.txt"}


def test_rules_for_our_name_count_before_those_for_all(site: Site, tmp_path: Path) -> None:
    site.answers["/robots.txt"] = text(
        f"User-agent: *\nDisallow: /\n\nUser-agent: neo-archive\nDisallow: {DAY}private\n"
    )
    assert "2 robots" in _crawl_rules(site, tmp_path).out


def test_sources_that_are_disallowed_are_reported_and_not_read(site: Site, tmp_path: Path) -> None:
    site.answers["/robots.txt"] = text(f"User-agent: *\nDisallow: /feed/\nSitemap: {site.address}/named.xml\n")
    site.answers["/named.xml"] = sitemap(f"{site.address}{PUBLIC[3]}")
    site.answers[PUBLIC[3]] = article("Named")
    crawled = _crawl_rules(site, tmp_path)
    assert "/feed/" not in site.paths()
    assert "/feed/: Forbidden by robots.txt" in crawled.err
    assert states(tmp_path / "archive.db")["public-3"] == ("held", None)
    captures = rows(tmp_path / "archive.db", "select status, path from captures where kind = 'robots'")
    assert captures == [(200, "/robots.txt")]
