"""Scrapy's list of spiders, made of the publishers declared in `spiders/`."""

from __future__ import annotations

from typing import Self

from scrapy import Request, Spider
from scrapy.settings import BaseSettings

from scraper.crawl.spider import PublisherSpider
from scraper.extract.urls import site_path
from scraper.publisher import Publisher, publishers


class PublisherLoader:
    """One spider a publisher: `scrapy list` names them, `scrapy crawl NAME` runs them."""

    def __init__(self) -> None:
        self._known = {found.name: found for found in publishers()}

    @classmethod
    def from_settings(cls, _settings: BaseSettings) -> Self:
        """Scrapy's way to make one."""
        return cls()

    def list(self) -> list[str]:
        """The publishers' names."""
        return sorted(self._known)

    def load(self, name: str) -> type[Spider]:
        """The spider of a publisher. Raises `KeyError` if there is none, as Scrapy asks for."""
        return spider_of(self._known[name])

    def find_by_request(self, request: Request) -> list[str]:  # type: ignore[valid-type]  # Scrapy's name shadows list
        """The publishers whose site a request goes to."""
        return [name for name, found in self._known.items() if site_path(found, request.url) is not None]


def spider_of(publisher: Publisher) -> type[PublisherSpider]:
    """A spider class for a publisher, at the publisher's pace."""
    pace = {
        "DOWNLOAD_DELAY": publisher.delay,
        "CONCURRENT_REQUESTS": publisher.concurrent,
        "CONCURRENT_REQUESTS_PER_DOMAIN": publisher.concurrent,
        "AUTOTHROTTLE_TARGET_CONCURRENCY": publisher.concurrent,
        "DOWNLOAD_DELAY_JITTER": 0,  # the delay is a promise, not an average
        "DOWNLOAD_VERIFY_CERTIFICATES": not publisher.unverified_tls,
    }
    attributes = {"name": publisher.name, "publisher": publisher, "custom_settings": pace, "__doc__": publisher.title}
    return type(f"{publisher.name.title()}Spider", (PublisherSpider,), attributes)
