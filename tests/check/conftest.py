"""An archive in which a crawl was begun."""

from archive.conftest import archive, new_archive

__all__ = ["archive", "new_archive"]
