"""A crawl ends though addresses do not; what a trustworthy source announces among them is fetched."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from crawl import forked
from crawl.crawling import assert_rebuilt, command, environment, rows, states
from crawl.site import DAY, Site, article, text
from promises import Measured

from bench.ending import Ended
from hostile.sources.endless import index, linking, number, story, without_end
from scraper.crawl.traps.budgets import BARREN
from scraper.crawl.traps.documents import BARREN as BARREN_SITEMAPS
from scraper.crawl.traps.documents import DEPTH, DULL

MB = 1024 * 1024
MEMORY = 300 * MB
WITHIN = 240  # seconds; each takes some
MORE = 60  # requests that are claimed or under way by the time that a trap is known for one
PROGRAM = """
import scraper.settings, scraper.crawl.traps.budgets as budgets
scraper.settings.AUTOTHROTTLE_ENABLED = False
budgets.FRESH = 40
from scraper.cli import main; main()
"""


def crawl(archive: Path, site: Site, *options: str) -> Ended:
    line = command(archive, site.address, *options, program=PROGRAM)
    ended = forked.end(line, within=WITHIN, cwd=archive.parent, env=environment())
    assert "Traceback" not in ended.err
    assert ended.memory < MEMORY
    return ended


def problems(archive: Path) -> str:
    ((said,),) = rows(archive, "select problems from crawls")
    return "\n".join(json.loads(said))


def calendar(path: str) -> str:
    """The page of the next day."""
    year, month, day = map(int, path.strip("/").split("/")[-4:-1])
    day, month = (day + 1, month) if day < 28 else (1, month + 1)
    return f"/{year + (month > 12)}/{(month - 1) % 12 + 1:02}/{day:02}/calendar/"


SESSIONS = "sessions: every page links to ten with numbers of their own"
SHAPES: dict[str, tuple[str, Callable[[str], list[str]]]] = {
    "a calendar whose every page links to the next day": ("/2031/05/01/calendar/", lambda path: [calendar(path)]),
    SESSIONS: (
        "/2031/05/01/s-1/",
        lambda path: [f"/2031/05/01/s-{number(path) * 10 + more}/" for more in range(10)],
    ),
    "pages that link to themselves under longer names": ("/2031/05/01/a/", lambda path: [f"{path.rstrip('/')}-a/"]),
}


@pytest.mark.promise("Sources", "{trap}", "given up after some 100 pages; counted as a trap; the real article is held")
@pytest.mark.parametrize("trap", SHAPES)
def test_trap_is_given_up_and_a_real_article_in_it_is_held(trap: str, tmp_path: Path, measured: Measured) -> None:
    archive = tmp_path / "archive.db"
    first, further = SHAPES[trap]
    real = f"{calendar(first).rsplit('/', 2)[0]}/zz-real/"
    with Site() as site:
        without_end(site, _2031_=lambda path: linking(*further(path)))
        site.answers[f"{DAY}door/"] = story("The door", first)
        site.answers[real] = article("Real")
        site.announce(f"{DAY}door/", real)
        ended = crawl(archive, site)
        asked = sum(path.startswith("/2031/") for path in site.paths())
    measured(memory=ended.memory, figure=f"{asked} pages asked for")
    assert BARREN <= asked <= BARREN + MORE
    found = states(archive)
    assert found["zz-real"] == found["door"] == ("held", None)
    assert rows(archive, "select 1 from frontier where reason = 'trap'")
    assert not rows(archive, "select 1 from frontier where state = 'pending'")
    assert "hold no article" in problems(archive)
    assert_rebuilt(archive, tmp_path / "copy.db")


def test_address_of_a_trap_is_fetched_once_a_sitemap_announces_it(tmp_path: Path) -> None:
    archive = tmp_path / "archive.db"
    with Site() as site:
        without_end(site, _2031_=lambda path: linking(calendar(path)))
        site.answers[f"{DAY}door/"] = story("The door", "/2031/05/01/calendar/")
        site.announce(f"{DAY}door/")
        crawl(archive, site)
        ((trapped,),) = rows(archive, "select path from frontier where reason = 'trap'")
        site.forget()
        crawl(archive, site)
        assert trapped not in site.paths()
        site.answers[trapped] = article("Real after all")
        site.announce(f"{DAY}door/", trapped)
        crawl(archive, site)
    assert rows(archive, "select state, reason from frontier where path = ?", trapped) == [("held", None)]


@pytest.mark.promise(
    "Sources", "articles without end that only pages name", "a crawl takes on 10,000 of a kind; others wait"
)
def test_articles_without_end_are_left_to_the_next_crawl(tmp_path: Path, measured: Measured) -> None:
    archive = tmp_path / "archive.db"
    with Site() as site:
        without_end(site, _2031_=lambda path: story(f"Story {path}", *SHAPES[SESSIONS][1](path)))
        site.answers[f"{DAY}door/"] = story("The door", "/2031/05/01/s-1/")
        site.announce(f"{DAY}door/")
        ended = crawl(archive, site)
        asked = sum(path.startswith("/2031/") for path in site.paths())
        assert 40 <= asked <= 40 + MORE
        assert "wait for the next crawl" in problems(archive)
        ((waiting,),) = rows(archive, "select count(*) from frontier where state = 'pending' and due <= discovered")
        assert waiting
        crawl(archive, site)
        assert sum(path.startswith("/2031/") for path in site.paths()) > asked
    measured(memory=ended.memory, figure=f"{asked} of a budget of 40, {waiting} wait")


@pytest.mark.promise(
    "Sources", "a listing that always names a next page, and the same articles", "20 such pages are read"
)
def test_listing_without_end_is_left(tmp_path: Path, measured: Measured) -> None:
    archive = tmp_path / "archive.db"
    with Site() as site:
        without_end(site, _page_=lambda path: linking(f"{DAY}same/", f"/page/{number(path) + 1}/"))
        site.answers["/"] = linking(f"{DAY}same/", "/page/2/")
        site.answers[f"{DAY}same/"] = article("Same")
        ended = crawl(archive, site)
        asked = sum(path.startswith("/page/") for path in site.paths())
    measured(memory=ended.memory, figure=f"{asked} pages asked for")
    assert asked == DULL
    assert states(archive)["same"] == ("held", None)
    assert "name nothing that was not named before" in problems(archive)


@pytest.mark.promise("Sources", "sitemaps that name themselves and each other", "each is read once")
def test_sitemaps_in_a_circle_are_read_once(tmp_path: Path, measured: Measured) -> None:
    archive = tmp_path / "archive.db"
    with Site() as site:
        urls = [f"{site.address}/{name}.xml" for name in ("sitemap_index", "b", "c")]
        site.answers |= {"/sitemap_index.xml": index(*urls), "/b.xml": index(*urls), "/c.xml": index(*reversed(urls))}
        ended = crawl(archive, site)
        assert [site.paths().count(path) for path in ("/sitemap_index.xml", "/b.xml", "/c.xml")] == [1, 1, 1]
    measured(memory=ended.memory)


@pytest.mark.promise("Sources", "sitemap indexes in one another without end", "read 5 deep")
def test_chain_of_indexes_ends(tmp_path: Path, measured: Measured) -> None:
    archive = tmp_path / "archive.db"
    with Site() as site:
        without_end(site, _deep_=lambda path: index(f"{site.address}/deep/{number(path) + 1}.xml"))
        site.answers["/sitemap_index.xml"] = index(f"{site.address}/deep/1.xml")
        ended = crawl(archive, site)
        assert sum(path.startswith("/deep/") for path in site.paths()) == DEPTH - 1
    measured(memory=ended.memory)
    assert f"more than {DEPTH} deep" in problems(archive)


@pytest.mark.promise("Sources", "an index of 50,000 sitemaps that are empty", "left after 200 of them")
def test_index_of_empty_sitemaps_is_left(tmp_path: Path, measured: Measured, thorough: bool) -> None:
    archive, count = tmp_path / "archive.db", 50_000 if thorough else 10_000
    with Site() as site:
        without_end(site, _more_=lambda _: text("<urlset/>"))
        site.answers["/sitemap_index.xml"] = index(*(f"{site.address}/more/{n}.xml" for n in range(count)))
        site.answers["/feed/"] = text(f"<rss version='2.0'><item><link>{site.address}{DAY}fed/</link></item></rss>")
        site.answers[f"{DAY}fed/"] = article("Fed")
        ended = crawl(archive, site)
        asked = sum(path.startswith("/more/") for path in site.paths())
    measured(memory=ended.memory, figure=f"{asked} of {count} asked for")
    assert BARREN_SITEMAPS <= asked <= BARREN_SITEMAPS + MORE
    assert states(archive)["fed"] == ("held", None)
    assert "in a row name no article" in problems(archive)
