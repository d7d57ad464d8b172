"""Which articles are the same piece in several languages."""

from __future__ import annotations

from scraper.archive.across.translations.grouping import group
from scraper.archive.across.translations.statements import announced

__all__ = ["announced", "group"]
