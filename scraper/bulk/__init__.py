"""Reading many pages on many processors: a Dask cluster as the crew that reads."""

from scraper.bulk.cluster import Cluster, connect

__all__ = ["Cluster", "connect"]
