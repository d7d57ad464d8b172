"""Dated copies of an archive, to publish and to cite: made whole, described beside, never changed."""

from scraper.publish.snapshot.make import snapshot
from scraper.publish.snapshot.manifest import Extra, Manifest
from scraper.publish.snapshot.shelf import find, shelf

__all__ = ["Extra", "Manifest", "find", "shelf", "snapshot"]
