"""A crawl's log as a file. One that cannot be written ends the crawl: nobody could tell afterwards how it went."""

from __future__ import annotations

import logging
import sys
from collections.abc import Callable
from pathlib import Path

from scrapy.settings import Settings

from scraper.archive.guard import refused
from scraper.errors import ArchiveError


class Log(logging.FileHandler):
    """Writes Scrapy's log to a file, as Scrapy would, and keeps what the disk says against it."""

    def __init__(self, path: Path, settings: Settings) -> None:
        """Raises `DiskFull` or `Unwritable`."""
        self._path = path
        self.failure: ArchiveError | None = None
        self.failed: Callable[[ArchiveError], object] = lambda _error: None  # told once
        try:
            super().__init__(path, encoding="utf-8")
        except OSError as error:
            raise refused(path, error) from error
        self.setFormatter(logging.Formatter(settings["LOG_FORMAT"], settings["LOG_DATEFORMAT"]))
        self.setLevel(settings["LOG_LEVEL"])

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802 - the name is logging's
        """Notes what the disk says; anything else is a bug, and told as one."""
        error = sys.exc_info()[1]
        if not isinstance(error, OSError):
            super().handleError(record)
        elif self.failure is None:
            self.failure = refused(self._path, error)
            self.failed(self.failure)

    def begin(self) -> None:
        """Takes the log in. Raises what the disk says against its first line."""
        logging.root.setLevel(logging.NOTSET)
        logging.root.addHandler(self)
        logging.getLogger(__name__).info("The log of a crawl begins")
        if self.failure:
            raise self.failure
