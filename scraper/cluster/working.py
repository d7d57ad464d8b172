"""A worker's process, from beginning to end."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from scraper import settings
from scraper.cluster.line import Line
from scraper.errors import CrawlFailed
from scraper.publisher import Publisher

_HANDLER = "scraper.cluster.fetching.LeasedHandler"
_SETTINGS: dict[str, object] = {
    "DOWNLOAD_DELAY": 0,  # Redis says when
    "DOWNLOAD_DELAY_JITTER": 0,
    "RETRY_ENABLED": False,  # the writer says what is tried again
    "AUTOTHROTTLE_ENABLED": False,
    "ROBOTSTXT_OBEY": False,  # the writer asks for nothing that it forbids
    "DOWNLOADER_MIDDLEWARES": {
        **settings.DOWNLOADER_MIDDLEWARES,
        "scraper.crawl.politeness.Politeness": None,
        "scraper.crawl.robots.RobotsTxt": None,
    },
    "DOWNLOAD_HANDLERS": {**settings.DOWNLOAD_HANDLERS, "http": _HANDLER, "https": _HANDLER},
}


@dataclass(frozen=True, slots=True)
class Work:
    """What a worker is told to do."""

    publisher: Publisher
    home: str | None = None  # a copy of the site
    idle: float | None = None  # seconds without work after which it ends; None: never
    log: Path | None = None


def work(told: Work, line: Line) -> int:
    """Fetches for the writer until it is stopped, or is idle; returns how many answers were taken.

    A process can do it once. Raises `NoRedis` if it was away when the worker ended, and
    `CrawlFailed` after a bug.
    """
    from scrapy.crawler import CrawlerProcess
    from scrapy.settings import Settings

    from scraper.cluster.fetching import Fetcher
    from scraper.cluster.frontier import SETTINGS
    from scraper.cluster.outcome import Errand
    from scraper.cluster.shared import Shared
    from scraper.crawl.logged import Log

    chosen = Settings()
    chosen.setmodule("scraper.settings", priority="project")
    chosen.setdict({**_SETTINGS, **SETTINGS}, priority="cmdline")
    concurrent, verified = told.publisher.concurrent, not told.publisher.unverified_tls
    chosen.set("CONCURRENT_REQUESTS", concurrent, priority="cmdline")
    chosen.set("CONCURRENT_REQUESTS_PER_DOMAIN", concurrent, priority="cmdline")
    chosen.set("DOWNLOAD_VERIFY_CERTIFICATES", verified, priority="cmdline")
    chosen.set("LOG_LEVEL", "INFO" if told.log else "WARNING", priority="cmdline")
    chosen.set("LOG_INSTALL_ROOT_HANDLER", not told.log, priority="cmdline")
    log = Log(told.log, chosen) if told.log else None
    if log:
        log.begin()
    process = CrawlerProcess(chosen)
    crawler = process.create_crawler(Fetcher)
    named = {"publisher": told.publisher, "shared": Shared(line, told.publisher), "idle": told.idle}
    process.crawl(crawler, name=told.publisher.name, session=Errand(told.publisher, told.home), **named)
    process.start()
    spider, stats = crawler.spider, crawler.stats
    assert stats is not None
    if log and log.failure:
        raise log.failure
    if spider is None:
        raise CrawlFailed("the worker could not begin; the log says why.")
    assert isinstance(spider, Fetcher)
    if spider.failure:
        raise spider.failure
    if bugs := stats.get_value("log_count/ERROR", 0):
        raise CrawlFailed(
            f"the worker met {bugs} errors in the program itself. What it was about is fetched by others.\n"
            f"The log ({told.log or 'standard error'}) has them; please report them with it."
        )
    return spider.answered
