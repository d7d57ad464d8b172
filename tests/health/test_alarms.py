"""What goes wrong at the newspaper raises the alarm within one crawl, by name of edition and source."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from crawl.crawling import MAIN, crawl, rows

from bench.ending import Ended
from scraper.crawl.health import check

from . import changes
from .front import Change, Front, nothing

LANGUAGES = {"en": "", "fr": "/fr", "ru": "/ru"}
FEEDS = {f"demo/{language} feed {prefix}/feed/" for language, prefix in LANGUAGES.items()}
SITEMAPS = {f"demo/{language} sitemap" for language in LANGUAGES}


def failed(crawled: Ended) -> set[str]:
    """The names of the failed checks, as the user reads them."""
    return set(re.findall(r"^- ([^:]+(?:: demo[^:]*)?): ", crawled.err, re.M))


def crawl_changed(archive: Path, change: Change) -> Ended:
    with Front(change) as front:
        return crawl(archive, front.address, program=QUICK)


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (
            changes.without_russian,
            {f"source empty: demo/ru {source}" for source in ("sitemap", "feed /ru/feed/", "listing /ru/")},
        ),
        (changes.without_feeds, {f"source {how}: {feed}" for how in ("empty", "failed") for feed in FEEDS}),
        (changes.with_an_empty_feed, {"source empty: demo/fr feed /fr/feed/"}),
        (changes.with_half_sitemaps, {f"source shrunk: {sitemap}" for sitemap in SITEMAPS}),
        (changes.without_authors, {f"author coverage: demo/{language}" for language in LANGUAGES}),
        (changes.with_beginnings_only, {f"text length: demo/{language}" for language in LANGUAGES}),
    ],
)
def test_alarm_names_what_is_wrong_and_nothing_else(archive: Path, change: Change, expected: set[str]) -> None:
    crawled = crawl_changed(archive, change)
    assert crawled.code == 14, crawled.err
    assert failed(crawled) == expected
    assert "crawl 3 of demo is not healthy" in crawled.err
    assert "Traceback" not in crawled.err


@pytest.mark.parametrize(
    ("change", "kind"),
    [
        (changes.with_a_wall, "login or challenge page"),
        (changes.with_errors, "server errors"),
        (changes.with_gone_articles, "mass 404"),
    ],
)
def test_edition_that_is_out_stops_the_crawl(archive: Path, change: Change, kind: str) -> None:
    crawled = crawl_changed(archive, change)
    assert crawled.code == 19, crawled.err
    assert f"crawl 3 of demo was stopped: {kind}" in crawled.err
    alarms = {name for (name,) in rows(archive, "select name from crawl_checks where crawl_id = 3 and not passed")}
    assert f"publisher out: demo/fr {kind}" in alarms
    assert not any("demo/en" in name or "demo/ru" in name for name in alarms)


# Back-off in hundredths of a second, and all articles in French may fail in a row.
QUICK = f"import scraper.settings as s; s.POLITENESS_LONGEST_BACKOFF = 0.02; s.POLITENESS_FAILURES = 30; {MAIN}"
LIGHT = (
    "import dataclasses, datetime, spiders.demo as demo;"
    "demo.PUBLISHER = dataclasses.replace(demo.PUBLISHER, sweep=datetime.timedelta(days=7));" + MAIN
)


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (nothing, set()),
        (changes.without_russian, {"source empty: demo/ru feed /ru/feed/"}),
        (changes.with_half_sitemaps, set()),  # no child says that it changed: none is read
        (
            changes.with_dated_half_sitemaps,
            {f"source shrunk: demo sitemap /post-sitemap{number}.xml" for number in (1, 2, 3)},
        ),
    ],
)
def test_light_crawl_judges_what_it_reads(archive: Path, change: Change, expected: set[str]) -> None:
    with Front(change) as front:
        crawled = crawl(archive, front.address, program=LIGHT)
    assert rows(archive, "select json_extract(settings, '$.sweep') from crawls where id = 3") == [(0,)]
    assert crawled.code == (14 if expected else 0), crawled.err
    assert failed(crawled) == expected


def test_server_that_was_left_alone_is_an_alarm_and_its_sources_are_not_compared(archive: Path) -> None:
    with Front(changes.with_nothing_but_errors) as front:
        crawled = crawl(archive, front.address, program=QUICK.replace("= 30", "= 3"))
    assert crawled.code == 14, crawled.err
    assert "server left alone" in failed(crawled)
    assert not {name for name in failed(crawled) if name.startswith("source")}


def test_alarm_goes_on_while_it_lasts_and_ends_with_it(archive: Path) -> None:
    codes = [crawl_changed(archive, change).code for change in (changes.without_russian,) * 2 + (nothing,)]
    assert codes == [14, 14, 0]


def test_healthy_days_raise_no_alarm(archive: Path) -> None:
    with Front(day=2) as front:
        for _ in range(2):
            crawled = crawl(archive, front.address)
            assert crawled.code == 0, crawled.err


def test_first_crawl_has_no_history_and_passes(two_crawls: Path) -> None:
    health = check(two_crawls, 1, {})
    assert health.passed
    unknown = [found.name for found in health.checks if found.found.startswith("Not enough history")]
    assert {name.partition(":")[0] for name in unknown} == {
        "source empty",
        "source shrunk",
        "text length",
    }


def test_edition_that_was_not_crawled_is_not_missed(archive: Path) -> None:
    with Front() as front:
        assert crawl(archive, front.address, "--language", "fr").code == 0
        assert not any("demo/ru" in found.name for found in check(archive, 3, {}).checks)
        assert crawl(archive, front.address).code == 0, "and is compared with the crawls that read it"
    assert len([found for found in check(archive, 4, {}).checks if "demo/ru" in found.name]) > 10


def test_crawl_that_reached_its_limit_is_not_compared_and_is_no_history(archive: Path) -> None:
    with Front() as front:
        for limit in ("1", "1"):
            assert crawl(archive, front.address, "--limit", limit).code == 0
        assert crawl(archive, front.address).code == 0
    most = {found.found for found in check(archive, 5, {}).checks if found.name == "source shrunk: demo/ru sitemap"}
    assert most == {"it announced 22 addresses; the median of 2 earlier crawls: 22."}


def test_counts_of_a_crawl_are_its_own(two_crawls: Path) -> None:
    sql = "select sum(announced), sum(new) from crawl_sources where crawl_id = ? and kind = 'sitemap'"
    (first,), (second,) = rows(two_crawls, sql, 1), rows(two_crawls, sql, 2)
    assert first == (66, 66)
    assert second == (66, 0)
    read = rows(
        two_crawls, "select sum(articles), sum(title), sum(date), sum(text) from crawl_fields group by crawl_id"
    )
    assert read == [(68, 68, 68, 68)] * 2
