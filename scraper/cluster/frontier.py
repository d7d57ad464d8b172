"""scrapy-redis with leases: what a worker takes stays in Redis until it is answered.

Stock scrapy-redis takes a request out of Redis for good, so that a worker that is killed loses what it had taken,
and writes requests with pickle. Both are settings of its own (`SCHEDULER_QUEUE_CLASS`, `SCHEDULER_SERIALIZER`).
"""

from __future__ import annotations

import logging
from collections import deque
from time import monotonic
from typing import Any, Self

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy_redis.queue import Base
from scrapy_redis.scheduler import Scheduler

from scraper.cluster import jobs
from scraper.cluster.shared import PREFIX, Lease, Shared

# In a request's `meta`: the `Lease`, and when it was asked for and given, by a clock that never goes back.
LEASE, CLAIMED, GIVEN = "lease", "lease_claimed", "lease_given"
KEY = f"{PREFIX}:%(spider)s:requests"
_LONGEST = 1.0  # seconds of one sleep between two claims
_log = logging.getLogger(__name__)

SETTINGS = {
    "SCHEDULER": "scraper.cluster.frontier.LeasedScheduler",
    "SCHEDULER_QUEUE_CLASS": "scraper.cluster.frontier.LeasedQueue",
    "SCHEDULER_QUEUE_KEY": KEY,
    "SCHEDULER_SERIALIZER": "scraper.cluster.jobs",
    "SCHEDULER_PERSIST": True,  # else it empties the queue when a worker ends
}


class LeasedQueue(Base):  # type: ignore[misc]  # scrapy-redis has no types
    """The jobs of a publisher. `shared` on the spider is what it shares with others."""

    def __init__(self, server: Any, spider: Any, key: str, serializer: Any = None) -> None:
        super().__init__(server, spider, key, serializer or jobs)
        self._shared: Shared = spider.shared

    def __len__(self) -> int:
        """How many wait."""
        return int(self._shared.line.call(lambda: self.server.zcard(self.key)))

    def push(self, request: Request) -> None:
        """Lets a request wait, once."""
        encoded: bytes = self._encode_request(request)
        self._shared.push([(jobs.name_of(encoded), encoded)])

    def pop(self, timeout: float = 0, token: str = "") -> Request | None:
        """The next request with its lease, as soon as the publisher may be asked; None if that takes too long.

        It blocks for up to `timeout` seconds. What cannot be read is set aside.
        """
        end = monotonic() + timeout
        while True:
            began = monotonic()
            found = self._shared.claim(token)
            if isinstance(found, Lease):
                try:
                    request: Request = self._decode_request(found.body)
                except ValueError as error:
                    _log.warning("a job was set aside: %s", error)
                    self._shared.refuse(found, str(error))
                    continue
                request.meta.update({LEASE: found, CLAIMED: began, GIVEN: monotonic()})
                return request
            left = end - monotonic()
            if left <= 0 or self._shared.line.ending.wait(min(found.seconds, left, _LONGEST)):
                return None


class LeasedScheduler(Scheduler):  # type: ignore[misc]
    """Hands to the engine what the spider has leased; the queue itself is asked by the spider, in a thread."""

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self._leased: deque[Request] = deque()

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Scrapy's way to make one, on the line that the spider has already."""
        settings, spider = crawler.settings, crawler.spider
        return cls(
            spider.shared.line.client,  # type: ignore[union-attr]
            persist=settings.getbool("SCHEDULER_PERSIST"),
            queue_key=settings["SCHEDULER_QUEUE_KEY"],
            queue_cls=settings["SCHEDULER_QUEUE_CLASS"],
            dupefilter=_Nothing(),
            serializer=jobs,
        )

    def enqueue_request(self, request: Request) -> bool:
        """Takes a request that is leased."""
        self._leased.append(request)
        return True

    def next_request(self) -> Request | None:
        """The next one to fetch."""
        return self._leased.popleft() if self._leased else None

    def has_pending_requests(self) -> bool:
        """Whether there is one."""
        return bool(self._leased)


class _Nothing:
    """No filter of duplicates: a job's name is what it asks for."""

    def clear(self) -> None:
        """There is nothing to forget."""
