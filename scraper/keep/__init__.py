"""The one place where extraction meets the archive: a capture comes in, rows come out."""

from scraper.keep.doubting import ONE_TEXT, REPLACED, doubt, failing
from scraper.keep.keeping import Fetched, keep, keep_torn, settle, withhold
from scraper.keep.rebuilding import rebuild
from scraper.keep.redirects import leads_to, redirect_target

__all__ = [
    "ONE_TEXT",
    "REPLACED",
    "Fetched",
    "doubt",
    "failing",
    "keep",
    "keep_torn",
    "leads_to",
    "rebuild",
    "redirect_target",
    "settle",
    "withhold",
]
