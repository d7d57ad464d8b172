"""Articles on several pages: all of them are fetched, and kept together or not at all."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from bench.ending import Ended
from scraper.extract.parts import MOST

from .crawling import MAIN, assert_rebuilt, crawl, rows, states
from .site import DAY, HTML, Answer, Asked, Reply, Site, html, page, redirect, tagged, text

LARGE = 21 * 1024 * 1024  # bytes; over the download limit of 8 MiB


def _text(name: str, number: int, word: str = "fog") -> str:
    return f"On page {number} of {name} the {word} came in from the sea and stayed until the evening of that day."


def printed(name: str, number: int, *links: int, word: str = "fog") -> Reply:
    """One page of an article on several."""
    row = "".join(f'<a href="{DAY}{name}/{f"{link}/" if link > 1 else ""}">{link}</a> ' for link in links)
    return Reply(200, page(name, f"{_text(name, number, word)}</p><p>Pages: {row}"), HTML)


def spread(site: Site, name: str, **others: Answer) -> None:
    """An article on three pages; `others` stand in for some of them: p2, p3."""
    for number in (1, 2, 3):
        path = f"{DAY}{name}/" + (f"{number}/" if number > 1 else "")
        reply = printed(name, number, *({1, 2, 3} - {number}))
        site.answers[path] = others.get(f"p{number}", tagged(reply, f'"{name}-{number}"'))


BAD: dict[str, tuple[Answer, str, str]] = {  # name: what page 2 answers, reason, detail
    "gone": (Reply(404), "http-error", "page 2: status 404"),
    "broken": (Reply(500), "http-error", "page 2: status 500"),
    "hung-up": (Reply(hang_up=True), "fetch-failed", "page 2: "),
    "cut-off": (Reply(200, b"<html>", HTML | {"Content-Length": "1000"}), "fetch-failed", "page 2: "),
    "large": (Reply(200, b"<html>", HTML | {"Content-Length": str(LARGE)}), "too-large", "page 2: "),
    "elsewhere": (redirect("/"), "http-error", "page 2: status 301"),
    "off-site": (redirect("http://127.0.0.2:9/"), "http-error", "page 2: status 301"),
    "other-page": (redirect(f"{DAY}other-page/3/"), "http-error", "page 2: status 301"),
    "loops": (redirect(f"{DAY}loops/2"), "http-error", "page 2: status 301"),
    "private": (printed("private", 2), "robots", "page 2: "),
    "walled": (html("<h1>Sign in to continue</h1><p>Please.</p>"), "consent", "page 2: a wall stands in front"),
}


@dataclass(frozen=True, slots=True)
class Twice:
    """A site of articles on several pages, crawled on two days."""

    archive: Path
    first: Ended
    second: Ended
    asked: tuple[list[Asked], list[Asked]]  # by each crawl

    def paths(self, name: str, crawl: int = 0) -> list[str]:
        """What was asked for of an article, behind its address."""
        paths = [asked.path for asked in self.asked[crawl]]
        return [path.removeprefix(f"{DAY}{name}/") for path in paths if path.startswith(f"{DAY}{name}/")]

    def bodies(self, name: str) -> list[str]:
        """The text of each version of an article, but for its last letters."""
        return [
            body
            for (body,) in rows(
                self.archive,
                "select v.body from versions v join articles a on a.id = v.article_id where a.path = ? order by number",
                f"{DAY}{name}/",
            )
        ]


def _whole(name: str, pages: int = 3, **words: str) -> str:
    return "\n\n".join(_text(name, number, words.get(f"p{number}", "fog")) for number in range(1, pages + 1))


def _build(site: Site) -> None:
    for name in ("plain", "edited", "torn", "shrinks"):
        spread(site, name)
    for name, (answer, *_) in BAD.items():
        spread(site, name, p2=answer)
    site.answers[f"{DAY}loops/2"] = redirect(f"{DAY}loops/2/")
    site.answers["/robots.txt"] = text(f"User-agent: *\nDisallow: {DAY}private/2/\n")
    spread(site, "slashless", p2=redirect(f"{DAY}slashless/2"))
    site.answers[f"{DAY}slashless/2"] = printed("slashless", 2, 1, 3)
    spread(site, "next", p1=printed("next", 1, 2), p2=printed("next", 2, 1, 3), p3=printed("next", 3, 2))
    spread(site, "fewer", p3=redirect(f"{DAY}fewer/"))
    site.answers[f"{DAY}endless/"] = printed("endless", 1, 2)
    for number in range(2, MOST + 3):
        site.answers[f"{DAY}endless/{number}/"] = printed("endless", number, number + 1)
    names = ["plain", "edited", "torn", "shrinks", *BAD, "slashless", "next", "fewer", "endless"]
    site.announce(*(f"{DAY}{name}/" for name in names), f"{DAY}plain/2/", f"{DAY}plain/?page=3", f"{DAY}only/2/")
    site.answers[f"{DAY}only/"] = printed("only", 1)


def _next_day(site: Site) -> None:
    spread(site, "edited", p3=printed("edited", 3, 1, 2, word="storm"))
    spread(site, "torn", p1=printed("torn", 1, 2, 3, word="storm"), p2=Reply(503))
    spread(site, "shrinks", p1=printed("shrinks", 1, 2), p2=printed("shrinks", 2, 1))
    for name in ("gone", "hung-up"):
        spread(site, name)


@pytest.fixture(scope="module")
def twice(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Twice]:
    archive = tmp_path_factory.mktemp("parts") / "archive.db"
    with Site() as site:
        _build(site)
        first = crawl(archive, site, "--log", "log.txt")
        asked = list(site.asked)
        site.forget()
        _next_day(site)
        second = crawl(archive, site)
        yield Twice(archive, first, second, (asked, list(site.asked)))


def test_crawls_end_without_a_bug(twice: Twice) -> None:
    assert (twice.first.code, twice.second.code) == (0, 0), twice.first.err + twice.second.err
    log = (twice.archive.parent / "log.txt").read_text()
    assert " ERROR: " not in log


@pytest.mark.parametrize("name", ["plain", "next"])
def test_article_is_held_with_all_its_pages(twice: Twice, name: str) -> None:
    assert twice.paths(name) == ["", "2/", "3/"]
    assert twice.bodies(name) == [_whole(name)]


def test_pages_are_no_addresses_of_their_own(twice: Twice) -> None:
    expected = {"plain", "edited", "torn", "shrinks", *BAD, "slashless", "next", "fewer", "endless", "only"}
    assert set(states(twice.archive)) == expected
    assert states(twice.archive)["only"] == ("held", None)


def test_redirect_of_a_page_is_followed_and_kept(twice: Twice) -> None:
    assert twice.paths("slashless") == ["", "2/", "2", "3/"]
    assert twice.bodies("slashless") == [_whole("slashless")]
    captures = rows(
        twice.archive,
        "select kind, status, url from captures where path = ? and crawl_id = 1 order by id",
        f"{DAY}slashless/",
    )
    assert [(kind, status, url.partition("slashless/")[2]) for kind, status, url in captures] == [
        ("part", 301, "2/"),
        ("part", 200, "2"),
        ("part", 200, "3/"),
        ("article", 200, ""),
    ]


def test_page_that_leads_back_to_the_first_is_none(twice: Twice) -> None:
    assert twice.paths("fewer") == ["", "2/", "3/"]
    assert twice.bodies("fewer") == [_whole("fewer", 2)]


def test_endless_article_ends_and_is_reported(twice: Twice) -> None:
    assert len(twice.paths("endless")) == MOST
    assert twice.bodies("endless") == [_whole("endless", MOST)]
    assert f"more than {MOST} pages" in twice.first.err


@pytest.mark.parametrize("name", BAD)
def test_article_without_one_of_its_pages_is_missing_and_says_which(twice: Twice, name: str) -> None:
    _, reason, detail = BAD[name]
    crawled = rows(twice.archive, "select json_extract(counts, '$.' || json_quote(?)) from crawls where id = 1", reason)
    assert crawled[0][0] >= 1
    if name in ("gone", "hung-up"):  # mended on the next day
        assert states(twice.archive)[name] == ("held", None)
        assert twice.bodies(name) == [_whole(name)]
        return
    assert states(twice.archive)[name] == ("missing", reason)
    ((said,),) = rows(twice.archive, "select detail from frontier where path = ?", f"{DAY}{name}/")
    assert said.startswith(detail)
    assert rows(twice.archive, "select 1 from articles where path = ?", f"{DAY}{name}/") == []


@pytest.mark.parametrize("name", ["broken", "hung-up"])
def test_pages_that_came_are_kept_as_evidence(twice: Twice, name: str) -> None:
    captures = rows(
        twice.archive,
        "select kind, status, size > 0 from captures where path = ? and crawl_id = 1 order by id",
        f"{DAY}{name}/",
    )
    assert captures == [("part", 200, 1), ("part", 500, 0)][: 2 if name == "broken" else 1]


@pytest.mark.parametrize("name", ["broken", "large", "private"])
def test_missing_page_is_tried_again_by_the_next_crawl(twice: Twice, name: str) -> None:
    assert twice.paths(name, 1)[0] == ""


def test_article_that_is_held_stays_as_it_was_when_a_page_is_missing(twice: Twice) -> None:
    assert states(twice.archive)["torn"] == ("held", None)
    assert twice.bodies("torn") == [_whole("torn")]
    assert rows(twice.archive, "select status from articles where path = ?", f"{DAY}torn/") == [("online",)]
    ((due,),) = rows(
        twice.archive,
        "select due <= (select finished from crawls where id = 2) from frontier where path = ?",
        f"{DAY}torn/",
    )
    assert due


def test_page_that_changes_is_one_version_more(twice: Twice) -> None:
    assert twice.bodies("edited") == [_whole("edited"), _whole("edited", p3="storm")]


def test_article_that_loses_a_page_is_one_version_more(twice: Twice) -> None:
    assert twice.paths("shrinks", 1) == ["", "2/"]
    assert twice.bodies("shrinks") == [_whole("shrinks"), _whole("shrinks", 2)]


def test_pages_are_asked_for_without_conditions(twice: Twice) -> None:
    for path in ("", "2/", "3/"):
        (asked,) = [asked for asked in twice.asked[1] if asked.path == f"{DAY}plain/{path}"]
        assert not {"if-none-match", "if-modified-since"} & set(asked.headers)


def test_rebuild_gives_what_the_crawls_gave(twice: Twice, tmp_path: Path) -> None:
    assert_rebuilt(twice.archive, tmp_path / "copy.db")


def test_kill_between_two_pages_leaves_nothing_of_the_article(site: Site, tmp_path: Path) -> None:
    archive = tmp_path / "archive.db"
    spread(site, "fog")
    site.announce(f"{DAY}fog/")
    killed = (
        "import os, scraper.crawl.spider as spider\nask = spider.PublisherSpider.ask\n"
        "def dies(self, address, url, hops=0, pages=()):\n"
        "    if len(pages) == 2: os.kill(os.getpid(), 9)\n"
        "    return ask(self, address, url, hops, pages)\n"
        f"spider.PublisherSpider.ask = dies\n{MAIN}"
    )
    assert crawl(archive, site, program=killed).code == -9
    assert site.articles() == [f"{DAY}fog/", f"{DAY}fog/2/"]
    assert rows(archive, "select count(*) from captures where kind in ('article', 'part')") == [(0,)]
    assert states(archive) == {"fog": ("pending", None)}
    assert crawl(archive, site).code == 0
    assert rows(archive, "select body, versions from articles") == [(_whole("fog"), 1)]


def test_article_is_left_to_the_next_crawl_whole_when_the_server_wants_no_more(site: Site, tmp_path: Path) -> None:
    archive = tmp_path / "archive.db"
    spread(site, "fog", p2=Reply(429, b"", {"Retry-After": "86400"}))
    site.announce(f"{DAY}fog/")
    first = crawl(archive, site)
    assert "Traceback" not in first.err
    assert states(archive) == {"fog": ("pending", None)}
    assert rows(archive, "select count(*) from captures where kind in ('article', 'part')") == [(0,)]
    spread(site, "fog")
    assert crawl(archive, site).code == 0
    assert rows(archive, "select body, versions from articles") == [(_whole("fog"), 1)]
