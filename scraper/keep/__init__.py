"""The one place where extraction meets the archive: a capture comes in, rows come out."""

from scraper.keep.doubting import ONE_TEXT, REPLACED, doubt, failing
from scraper.keep.keeping import Fetched, keep, keep_torn, settle, withhold
from scraper.keep.placing import place
from scraper.keep.rebuilding import catch_up, rebuild
from scraper.keep.redirects import leads_to, redirect_target

__all__ = [
    "ONE_TEXT",
    "REPLACED",
    "Fetched",
    "catch_up",
    "doubt",
    "failing",
    "keep",
    "keep_torn",
    "leads_to",
    "place",
    "rebuild",
    "redirect_target",
    "settle",
    "withhold",
]
