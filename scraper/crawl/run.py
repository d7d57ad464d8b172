"""One crawl from beginning to end, and how it went."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from scraper.archive import Archive, Outage
from scraper.crawl.health import Health
from scraper.crawl.lock import Lock
from scraper.crawl.order import Order
from scraper.crawl.watch import Progress
from scraper.errors import CrawlFailed, NoNetwork, Unwritable

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


def run(order: Order, progress: Progress | None = None, say: Callable[[str], object] | None = None) -> Result:
    """Crawls; a process can do it once, for a Twisted reactor starts once.

    `say` is told, before anything is fetched, which crawl this one goes on with, if it does.

    Raises what `Archive.open` and `Lock.take` do, `NoNetwork` if nothing at all came back, `CrawlFailed` after
    a bug, which the log holds; in each case what was kept is kept.
    """
    from scrapy.crawler import CrawlerProcess
    from scrapy.settings import Settings

    from scraper.crawl.loader import spider_of

    # All before the reactor, so that their errors are ours.
    if order.log:
        try:
            order.log.open("a").close()
        except OSError as error:
            raise Unwritable(order.log, error.strerror or str(error)) from error
    Archive.open(order.archive, create=True).close()
    Lock.take(order.archive, order.publisher.name).release()
    settings = Settings()
    settings.setmodule("scraper.settings", priority="project")
    settings.set("ARCHIVE", str(order.archive), priority="cmdline")
    settings.set("LOG_LEVEL", "INFO" if order.log else "ERROR", priority="cmdline")
    if order.log:
        settings.set("LOG_FILE", str(order.log), priority="cmdline")
    kind = spider_of(order.publisher)
    kind.progress = staticmethod(progress) if progress else None
    kind.say = staticmethod(say) if say else None
    process = CrawlerProcess(settings)
    crawler = process.create_crawler(kind)
    since = order.since.isoformat() if order.since else None
    process.crawl(
        crawler,
        home=order.home,
        language=",".join(order.languages),
        limit=order.limit,
        full=order.full,
        since=since,
        believe=order.believe,
    )
    process.start()
    spider = crawler.spider
    stats = crawler.stats
    assert stats is not None
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
