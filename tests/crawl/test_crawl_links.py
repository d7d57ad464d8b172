"""Articles that no sitemap, feed or front page names: pages, short addresses and authors' and months' lists do."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from .crawling import MAIN, crawl, rows, states
from .site import DAY, Reply, Site, article, html, page, redirect, sitemap

HELD = ("held", None)
LISTS = """
import dataclasses, spiders.demo as demo
from scraper.publisher import Listing, Sitemap
known = tuple(Listing(path) for path in ("/author/{author}/", "/tag/{tag}/", "/{year}/", "/{year}/{month}/"))
edition = dataclasses.replace(demo.PUBLISHER.editions[0], sources=(Sitemap("/sitemap_index.xml"), *known))
demo.PUBLISHER = dataclasses.replace(demo.PUBLISHER, editions=(edition,))
"""
LIGHT = """
import dataclasses, datetime, spiders.demo as demo
demo.PUBLISHER = dataclasses.replace(demo.PUBLISHER, sweep=datetime.timedelta(days=7), revisit=0.2)
"""


def linking(*hrefs: str, shortlink: str = "", alternate: str = "") -> Reply:
    """An article that links to addresses, below its text; and states its own short one, and one in French."""
    head = f'<link rel="shortlink" href="{shortlink}">' if shortlink else ""
    head += f'<link rel="alternate" hreflang="fr" href="{alternate}">' if alternate else ""
    body = page(after="".join(f'<p><a href="{href}">more</a></p>' for href in hrefs))
    return Reply(200, body.replace(b"</title>", b"</title>" + head.encode()), {"Content-Type": "text/html"})


def sources(archive: Path) -> dict[str, set[str]]:
    """Which sources named each address, by the last part of its path."""
    found: dict[str, set[str]] = {}
    for path, source in rows(archive, "select path, source from sightings"):
        found.setdefault(path.rstrip("/").rsplit("/", 1)[1], set()).add(source)
    return found


def test_pages_lead_on_to_articles_that_nothing_else_names(site: Site, tmp_path: Path) -> None:
    archive = tmp_path / "archive.db"
    site.answers |= {
        f"{DAY}one/": linking("../two/?utm_source=box", f"{DAY}one/", "/about/", "mailto:desk@example.org", "http://["),
        f"{DAY}two/": linking(f"http://elsewhere.example{DAY}x/", f"{DAY}never-was/", alternate=f"/fr{DAY}trois/"),
        f"/fr{DAY}trois/": article(language="fr"),
    }
    site.announce(f"{DAY}one/")
    crawled = crawl(archive, site)
    assert crawled.code == 0, crawled.err
    assert states(archive) == {"one": HELD, "two": HELD, "trois": HELD, "never-was": ("missing", "gone-404")}
    assert sources(archive) == {"one": {"sitemap"}, "two": {"page"}, "trois": {"page"}, "never-was": {"page"}}
    assert rows(archive, "select sum(by_sitemap), sum(by_page), sum(announced) from coverage_by_month") == [(1, 3, 4)]
    assert len(site.articles()) == 4


@pytest.fixture
def short(site: Site, tmp_path: Path) -> Path:
    """An archive after a crawl of an article that states its short address, and one of another that knows several."""
    archive = tmp_path / "archive.db"
    site.answers |= {
        f"{DAY}one/": linking(shortlink="/?p=1"),
        f"{DAY}two/": linking("/?p=1", "/?p=2", "/fr/?p=2", "/?p=3#respond", "/?p=4"),
        "/?p=2": redirect("/?p=22"),
        "/?p=22": redirect(f"{DAY}three/"),
        "/fr/?p=2": redirect(f"/fr{DAY}deux/"),
        "/?p=4": linking(),
        f"{DAY}three/": article("Three"),
        f"/fr{DAY}deux/": article(language="fr"),
    }
    site.announce(f"{DAY}one/")
    assert crawl(archive, site).code == 0
    site.announce(f"{DAY}one/", f"{DAY}two/")
    crawled = crawl(archive, site)
    assert crawled.code == 0, crawled.err
    return archive


def test_short_address_leads_to_the_article_it_means(short: Path) -> None:
    assert states(short) == dict.fromkeys(("one", "two", "three", "deux"), HELD)
    assert sources(short) == {"one": {"sitemap", "page"}, "two": {"sitemap"}, "three": {"alias"}, "deux": {"alias"}}
    aliases = """
        select a.url, f.path, a.source, a.answered is not null, a.status
          from aliases a left join frontier f on f.id = article_id order by a.url"""
    assert rows(short, aliases) == [
        ("courier.example/?p=1", f"{DAY}one/", "page", 0, None),
        ("courier.example/?p=2", f"{DAY}three/", "redirect", 1, 301),
        ("courier.example/?p=3", None, "page", 1, 404),
        ("courier.example/?p=4", None, "page", 1, 200),
        ("courier.example/fr/?p=2", f"/fr{DAY}deux/", "redirect", 1, 301),
    ]
    assert rows(short, "select aliases from ledger where aliases is not null order by 1") == [
        ("courier.example/?p=1",),
        ("courier.example/?p=2",),
        ("courier.example/fr/?p=2",),
    ]


def test_short_address_is_asked_for_once_and_only_if_nobody_says_what_it_means(site: Site, short: Path) -> None:
    site.answers[f"{DAY}two/"] = linking("/?p=4", "/?p=3", "/?p=2", "/?p=1")
    assert crawl(short, site).code == 0
    asked = [path for path in site.paths() if "?p=" in path and "feed" not in path]
    assert sorted(asked) == ["/?p=2", "/?p=22", "/?p=3", "/?p=4", "/fr/?p=2"]
    assert rows(short, "select count(*) from captures where kind = 'alias'") == [(5,)]


@pytest.mark.parametrize("outage", [Reply(hang_up=True), Reply(503), Reply(429, headers={"Retry-After": "0"})])
def test_short_address_is_asked_for_again_after_an_outage(site: Site, tmp_path: Path, outage: Reply) -> None:
    archive = tmp_path / "archive.db"
    site.answers |= {f"{DAY}one/": linking("/?p=7"), "/?p=7": outage, f"{DAY}seven/": article("Seven")}
    site.announce(f"{DAY}one/")
    crawl(archive, site)
    assert rows(archive, "select url, article_id, answered from aliases") == [("courier.example/?p=7", None, None)]
    site.answers |= {f"{DAY}one/": Reply(404), "/?p=7": redirect(f"{DAY}seven/")}
    assert crawl(archive, site).code == 0
    assert states(archive)["seven"] == HELD


def test_feed_names_short_addresses(site: Site, tmp_path: Path) -> None:
    archive = tmp_path / "archive.db"
    items = (
        f'<item><link>{site.address}{DAY}one/</link><guid isPermaLink="false">{site.address}/?p=1</guid></item>'
        f"<item><link>{site.address}/?p=2</link></item><item><link>{site.address}/?p=1</link></item>"
    )
    rss = f'<?xml version="1.0"?><rss version="2.0"><channel><title>Feed</title>{items}</channel></rss>'
    site.answers |= {
        "/feed/": Reply(200, rss.encode(), {"Content-Type": "application/rss+xml"}),
        f"{DAY}one/": article("One"),
        "/?p=2": redirect(f"{DAY}two/"),
        f"{DAY}two/": article("Two"),
    }
    assert crawl(archive, site).code == 0
    assert states(archive) == {"one": HELD, "two": HELD}
    assert "/?p=1" not in site.paths()
    assert rows(archive, "select article_id is not null, source from aliases order by url") == [
        (1, "feed"),
        (1, "redirect"),
    ]


def test_sweep_reads_the_lists_of_every_author_and_month_to_their_end(site: Site, tmp_path: Path) -> None:
    archive = tmp_path / "archive.db"
    site.answers |= {
        f"{DAY}one/": article("One"),
        "/author/v/": html(f'<a href="{DAY}one/">1</a><a href="/author/v/page/2/">2</a>'),
        "/author/v/page/2/": html(f'<a href="{DAY}two/">2</a>'),
        f"{DAY}two/": Reply(200, page().replace(b"/author/v/", b"/author/w/"), {"Content-Type": "text/html"}),
        "/author/w/": html(f'<a href="{DAY}three/">3</a>'),
        f"{DAY}three/": article("Three"),
        "/2025/07/": html(f'<a href="{DAY}four/">4</a>'),
        f"{DAY}four/": article("Four"),
    }
    site.announce(f"{DAY}one/")
    crawled = crawl(archive, site, program=LISTS + MAIN)
    assert crawled.code == 0, crawled.err
    assert states(archive) == dict.fromkeys(("one", "two", "three", "four"), HELD)
    lists = [path for path in site.paths() if path.startswith(("/author", "/2025/")) and DAY not in path]
    assert len(lists) == len(set(lists))
    assert {"/author/v/", "/author/v/page/2/", "/author/w/", "/2025/", "/2025/07/", "/2025/08/"} <= set(lists)
    assert rows(archive, "select problems from crawls") == [("[]",)], "a month without a list is no failure"
    assert rows(archive, "select problem from sources where url like '%/2025/08/'") == [(None,)]


def test_light_crawl_leaves_the_lists_to_the_sweep(site: Site, tmp_path: Path) -> None:
    archive = tmp_path / "archive.db"
    site.answers[f"{DAY}one/"] = article()
    site.announce(f"{DAY}one/")
    for _ in range(2):
        assert crawl(archive, site, program=LISTS + LIGHT + MAIN).code == 0
    assert site.paths().count("/author/v/") == 1


def test_light_crawl_asks_for_the_newest_sitemap_of_an_index_without_times(site: Site, tmp_path: Path) -> None:
    archive = tmp_path / "archive.db"
    names = [f"/posts-{number}.xml" for number in (1, 2)] + ["/pages-1.xml"]
    children = "".join(f"<sitemap><loc>{site.address}{name}</loc></sitemap>" for name in names)
    space = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
    index = f'<?xml version="1.0"?><sitemapindex {space}>{children}</sitemapindex>'
    old = [f"{DAY}{name}/" for name in ("one", "two")]
    site.answers |= {path: article(path) for path in (*old, f"{DAY}three/")}
    site.answers |= {"/posts-1.xml": sitemap(site.address + old[0]), "/posts-2.xml": sitemap(site.address + old[1])}
    site.answers |= {
        "/pages-1.xml": sitemap(f"{site.address}/about/"),
        "/sitemap_index.xml": Reply(200, index.encode()),
    }
    assert crawl(archive, site, program=LIGHT + MAIN).code == 0
    site.forget()
    site.answers["/posts-2.xml"] = sitemap(*(site.address + path for path in (old[1], f"{DAY}three/")))
    crawled = crawl(archive, site, program=LIGHT + MAIN)
    assert crawled.code == 0, crawled.err
    assert [path for path in site.paths() if path in names] == ["/posts-2.xml"], "pages never named an article"
    assert states(archive)["three"] == HELD
    assert json.loads(rows(archive, "select counts from crawls where id = 2")[0][0]) == {"new": 1}
