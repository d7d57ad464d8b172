"""Each check at its threshold, on figures without an archive."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace

import pytest

from scraper.crawl.health import Check, Health, UnhealthyCrawl
from scraper.crawl.health.checking import judge
from scraper.crawl.health.figures import EditionFigures, Failure, Fields, Figures, Pages, Silence, SourceFigures, Told
from scraper.crawl.health.monitors import Stats
from scraper.errors import ArchiveError

FULL = Fields(20, 20, 20, 20, 20, 4000)
CALM = Silence(100, 1, 9)
EDITION = EditionFigures("demo/ru", Pages(20, 20), 0, 100, CALM, FULL, (FULL, FULL))
SITEMAP = SourceFigures("demo/ru sitemap", True, Told(3, 100), (Told(3, 100),) * 3)
FEED = SourceFigures("demo/ru feed /ru/feed/", False, Told(1, 10), (Told(1, 10), Told(5, 50)))
FAILED = Failure("demo/ru feed /ru/feed/", "status 500", 3)
HEALTHY = Figures(4, "demo", True, {"new": 20}, (), (SITEMAP, FEED), (EDITION,))


def named(checks: tuple[Check, ...]) -> set[str]:
    return {found.name for found in checks if not found.passed}


def edition(**changed: object) -> Figures:
    return replace(HEALTHY, editions=(replace(EDITION, **changed),))  # type: ignore[arg-type]


def sitemap(now: int, *before: int) -> Figures:
    told = tuple(Told(3, number) for number in before)
    return replace(HEALTHY, sources=(replace(SITEMAP, now=Told(3, now), before=told),))


def feed(now: Told, *before: Told) -> Figures:
    return replace(HEALTHY, sources=(replace(FEED, now=now, before=before),))


def test_healthy_crawl_passes_every_check() -> None:
    checks = judge(HEALTHY, {"log_count/INFO": 30})
    assert named(checks) == set()
    assert len(checks) == 6 + 2 * 2 + 9


@pytest.mark.parametrize(
    ("stats", "failed"),
    [
        ({"log_count/ERROR": 1}, {"errors in the log"}),
        ({"log_count/CRITICAL": 1}, {"errors in the log"}),
        ({"log_count/WARNING": 9}, set()),
        ({"politeness/broken/courier.example": "10 addresses in a row failed"}, {"server left alone"}),
        ({"spider_exceptions/count": 2, "spider_exceptions/KeyError": 2}, {"exceptions in the spider"}),
    ],
)
def test_what_scrapy_swallowed_is_an_alarm(stats: Stats, failed: set[str]) -> None:
    assert named(judge(HEALTHY, stats)) == failed


@pytest.mark.parametrize(
    ("figures", "failed"),
    [
        (replace(HEALTHY, counts={"new": 12, "fetch-failed": 3}), None),  # 20 %, and few
        (replace(HEALTHY, counts={"new": 16, "fetch-failed": 4}), None),  # 20 %, and no more
        (replace(HEALTHY, counts={"new": 15, "fetch-failed": 4}), "failed fetches"),
        (replace(HEALTHY, counts={}), None),
        (replace(HEALTHY, failures=(FAILED,)), "source failed: demo/ru feed /ru/feed/"),
        (edition(pages=Pages(20, 20, 5)), None),
        (edition(pages=Pages(20, 20, 6)), None),  # 30 %
        (edition(pages=Pages(20, 20, 7, "https://courier.example/x")), "pages rejected: demo/ru"),
        (edition(pages=Pages(1000, 1000, 300)), None),
        (edition(pages=Pages(5, 0, 0, None, 3)), None),
        (edition(pages=Pages(20, 16, 0, None, 4)), None),
        (edition(pages=Pages(20, 15, 0, None, 5)), "server errors: demo/ru"),
        (edition(gone=10), None),
        (edition(gone=11), "articles gone: demo/ru"),
        (edition(gone=11, known=1000), None),
        (edition(silence=Silence(100, 9, 9)), None),
        (edition(silence=Silence(100, 10, 9)), "silent edition: demo/ru"),
        (edition(silence=Silence(9, 10, 9)), None),  # too few articles to know its habits
        (edition(silence=Silence()), None),
        (edition(silence=Silence(100, 10, None)), None),
        (edition(fields=replace(FULL, title=19)), "title coverage: demo/ru"),
        (edition(fields=replace(FULL, date=19)), None),
        (edition(fields=replace(FULL, date=18)), "date coverage: demo/ru"),
        (edition(fields=replace(FULL, author=18)), None),
        (edition(fields=replace(FULL, author=17)), "author coverage: demo/ru"),  # above the floor, below its history
        (edition(fields=replace(FULL, author=16), before=()), None),
        (edition(fields=replace(FULL, author=15), before=()), "author coverage: demo/ru"),
        (edition(fields=replace(FULL, text=19)), "text coverage: demo/ru"),
        (edition(fields=replace(FULL, words=2000)), None),
        (edition(fields=replace(FULL, words=1999)), "text length: demo/ru"),
        (edition(fields=Fields(9, 0, 0, 0, 0, 0)), None),  # too few
        (sitemap(90, 100, 100, 100), None),
        (sitemap(89, 100, 100, 100), "source shrunk: demo/ru sitemap"),
        (sitemap(89, 10, 100, 95), None),  # against the median
        (sitemap(5, 10), None),  # five may go
        (sitemap(4, 10), "source shrunk: demo/ru sitemap"),
        (sitemap(12345, 23456), "source shrunk: demo/ru sitemap"),
        (sitemap(0, 0, 0, 1), "source empty: demo/ru sitemap"),
        (sitemap(0, 0), None),
        (sitemap(0), None),
        (replace(sitemap(0, 10), whole=False), None),  # interrupted
        (feed(Told(1, 10), Told(10, 98), Told(1, 10)), None),  # read to its end once, then only its news
        (feed(Told(1, 4), Told(10, 98), Told(1, 10)), "source shrunk: demo/ru feed /ru/feed/"),
        (feed(Told(1, 1), Told(1, 4)), None),
        (feed(Told(0, 0), Told(1, 10)), "source empty: demo/ru feed /ru/feed/"),
    ],
)  # fmt: skip
def test_alarm_is_raised_beyond_the_threshold_and_not_at_it(figures: Figures, failed: str | None) -> None:
    assert named(judge(figures, {})) == ({failed} if failed else set())


def test_server_that_was_left_alone_is_the_only_alarm() -> None:
    why = "10 addresses in a row failed"
    figures = replace(sitemap(0, 100), failures=(replace(FAILED, what=why),))
    assert named(judge(figures, {"politeness/broken/courier.example": why})) == {"server left alone"}


def test_check_says_its_numbers_and_its_threshold() -> None:
    (found,) = [found for found in judge(sitemap(12345, 23456, 23457), {}) if not found.passed]
    assert found == Check(
        "source shrunk: demo/ru sitemap",
        False,
        "it announced 12,345 addresses; the median of 2 earlier crawls: 23,456.",
        ">= 90 %",
    )


def test_unhealthy_crawl_names_each_failing_check_and_the_next_step() -> None:
    figures = replace(edition(gone=50), counts={"fetch-failed": 9})
    health = Health(4, "demo", judge(figures, {}))
    error = UnhealthyCrawl(health)
    assert isinstance(error, ArchiveError)
    assert error.exit_code == 14
    assert str(error).splitlines() == [
        "crawl 4 of demo is not healthy: 2 of 19 health checks failed. What it kept is kept.",
        "- failed fetches: 9 of 9 fetches of articles failed (100 %). Expected: <= 20 %.",
        "- articles gone: demo/ru: 50 of 100 articles went with this crawl (50 %). Expected: <= 5 %.",
        "Look at the publisher's site first. If it changed, mend spiders/demo.py; "
        "if it was down, run the same command again.",
    ]


def test_checking_loads_no_module_of_another_licence() -> None:
    program = "import sys, scraper.crawl.health.checking; print(*{'jsonschema', 'rfc3987'} & set(sys.modules))"
    assert subprocess.run([sys.executable, "-c", program], capture_output=True, check=True).stdout.split() == []
