"""One crawl from beginning to end, and how it went."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from scraper.archive import Archive, Outage
from scraper.crawl.clock import check
from scraper.crawl.health import Health
from scraper.crawl.lock import Lock
from scraper.crawl.order import Order
from scraper.crawl.watch import Progress
from scraper.errors import ArchiveError, CrawlFailed, NoNetwork

__all__ = ["Order", "Result", "run"]


@dataclass(frozen=True, slots=True)
class Result:
    """How a crawl went."""

    counts: Mapping[str, int]  # outcome → addresses
    problems: Sequence[str]  # sources that failed, and why
    interrupted: bool
    health: Health
    notified: str | None  # how telling somebody of it went, where there was something to tell
    outage: Outage | None = None  # of the publisher, for which the crawl was stopped


def run(
    order: Order,
    progress: Progress | None = None,
    say: Callable[[str], object] | None = None,
    other: Mapping[str, object] | None = None,
) -> Result:
    """Crawls; a process can do it once, for a Twisted reactor starts once.

    `say` is told, before anything is fetched, which crawl this one goes on with, if it does; `other` are Scrapy's
    settings that go before the project's and the publisher's.

    Raises what `Archive.open` and `Lock.take` do, what the disk says of the log, `ClockSetBack`, `NoNetwork` if
    nothing at all came back, `CrawlFailed` after a bug, which the log holds; in each case what was kept is kept.
    """
    import scrapy.core.downloader.contextfactory  # noqa: F401 - it walks the stack, which is not deep yet
    from scrapy.crawler import CrawlerProcess
    from scrapy.settings import Settings
    from twisted.python.failure import Failure

    from scraper.crawl.loader import spider_of
    from scraper.crawl.logged import Log

    settings = Settings()
    settings.setmodule("scraper.settings", priority="project")
    settings.set("ARCHIVE", str(order.archive), priority="cmdline")
    settings.set("LOG_LEVEL", "INFO" if order.log else "ERROR", priority="cmdline")
    settings.set("LOG_INSTALL_ROOT_HANDLER", not order.log, priority="cmdline")
    settings.setdict(dict(other or {}), priority="cmdline")
    # All before the reactor, so that their errors are ours.
    log = Log(order.log, settings) if order.log else None
    with Archive.open(order.archive, create=True) as archive:
        check(archive, right=order.clock_is_right)
    Lock.take(order.archive, order.publisher.name).release()
    if log:
        log.begin()
    kind = spider_of(order.publisher)
    kind.progress = staticmethod(progress) if progress else None
    kind.say = staticmethod(say) if say else None
    process = CrawlerProcess(settings)
    crawler = process.create_crawler(kind)
    refusals: list[BaseException] = []  # by a crawl that could not begin
    begun = process.crawl(crawler, **order.arguments)

    def refused(failure: Failure) -> None:
        refusals.extend([failure.value] if failure.value else [])

    begun.addErrback(refused)
    if log and crawler.spider:
        log.failed = crawler.spider.session.fail  # type: ignore[attr-defined]
    process.start()
    spider = crawler.spider
    if log and log.failure:
        raise log.failure
    stats = crawler.stats
    assert stats is not None
    for refusal in refusals:
        if isinstance(refusal, ArchiveError):
            raise refusal
    if spider is None:
        raise CrawlFailed("the crawl could not begin; the log says why.")
    session = spider.session  # type: ignore[attr-defined]
    if session.failure:
        raise session.failure
    bugs = stats.get_value("log_count/ERROR", 0)
    if bugs:
        where = order.log or "standard error"
        raise CrawlFailed(
            f"the crawl met {bugs} errors in the program itself. What was kept is kept.\n"
            f"The log ({where}) has them; please report them with it."
        )
    if not session.answered:
        raise NoNetwork(order.home or order.publisher.home, session.silence or "nothing was due and no source answered")
    interrupted = stats.get_value("finish_reason") != "finished" or session.keeper.outage is not None
    told = session.health, session.notified, session.keeper.outage
    return Result(dict(session.counts), list(session.problems), interrupted, *told)
