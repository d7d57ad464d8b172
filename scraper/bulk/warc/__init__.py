"""WARC files read in bulk: each is one task, and gives one Parquet file and one line of a manifest."""

from scraper.bulk.warc.folder import Summary, read

__all__ = ["Summary", "read"]
