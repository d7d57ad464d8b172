"""What others captured, as captures in their place in time: WARC files, web archives."""

from scraper.imports.taking import Taken, Taking

__all__ = ["Taken", "Taking"]
