"""Copies of an archive that outlive it: made while it is in use, verified, and brought back."""

from scraper.archive.backup.keeping import Keep
from scraper.archive.backup.making import Made, backup
from scraper.archive.backup.manifest import Manifest, shelf
from scraper.archive.backup.restoring import Restored, restore

__all__ = ["Keep", "Made", "Manifest", "Restored", "backup", "restore", "shelf"]
