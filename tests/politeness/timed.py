"""A site that notes when it was asked, and crawls of it at a pace of the test's own."""

from __future__ import annotations

import time
from collections.abc import Callable
from email.utils import formatdate
from itertools import pairwise
from pathlib import Path
from typing import Any

from crawl.crawling import MAIN, crawl
from crawl.site import Answer, Asked, Reply, Site, article

from bench.ending import Ended

DAY = "/2025/07/01/"


class _Log(list[Asked]):
    """The requests in the order of arrival, each with its time."""

    def __init__(self) -> None:
        super().__init__()
        self.timed: list[tuple[str, float]] = []

    def append(self, asked: Asked) -> None:
        self.timed.append((asked.path, time.monotonic()))
        super().append(asked)


class TimedSite(Site):
    """A site whose one source is its sitemap."""

    def __init__(self) -> None:
        super().__init__()
        self._log = self.asked = _Log()

    def offer(self, **answers: Answer) -> None:
        """Announces articles by name, with their answers."""
        paths = {name: f"{DAY}{name.replace('_', '-')}/" for name in answers}
        self.answers.update({paths[name]: answer for name, answer in answers.items()})
        self.announce(*paths.values())

    def times(self, what: str = "") -> list[float]:
        """When each request whose path holds the words arrived, in seconds."""
        return [when for path, when in self._log.timed if what in path]

    def articles(self) -> list[str]:
        """The names of the articles that were asked for, in that order."""
        return [path.removeprefix(DAY).rstrip("/") for path in self.paths() if path.startswith(DAY)]

    def gaps(self, what: str = "") -> list[float]:
        """The seconds between two requests, one after the other."""
        times = self.times(what)
        return [after - before for before, after in pairwise(times)]


def program(*, delay: float = 0, concurrent: int = 1, **settings: Any) -> str:
    """A program that crawls the sitemap alone, at this pace, with these settings of Scrapy's."""
    changes = "; ".join(f"settings.{name} = {value!r}" for name, value in settings.items())
    return f"""
from dataclasses import replace
import scraper.settings as settings
import spiders.demo as demo
from scraper.publisher import Sitemap
editions = [replace(edition, sources=(Sitemap(),)) for edition in demo.PUBLISHER.editions]
demo.PUBLISHER = replace(demo.PUBLISHER, editions=editions, delay={delay}, concurrent={concurrent})
settings.POLITENESS_SEED = 1
{changes}
{MAIN}
"""


def crawl_timed(archive: Path, site: Site, how: str, *options: str) -> Ended:
    """Crawls by such a program, with the log beside the archive."""
    return crawl(archive, site, "--log", str(archive.with_name("log.txt")), *options, program=how)


def at_first(*first: Reply | Callable[[], Reply], then: Reply | None = None) -> Answer:
    """Answers so, one after the other; then an article."""
    waiting = list(first)

    def answer(asked: Asked) -> Reply:
        if not waiting:
            return then or article(asked.path)
        reply = waiting.pop(0)
        return reply if isinstance(reply, Reply) else reply()

    return answer


def refused(status: int = 429, wait: str | None = None) -> Reply:
    return Reply(status, b"Later.", {"Retry-After": wait} if wait else {})


def in_seconds(seconds: int, status: int = 429) -> Callable[[], Reply]:
    """A refusal with an HTTP date that lies so far ahead."""
    return lambda: refused(status, formatdate(time.time() + seconds, usegmt=True))
