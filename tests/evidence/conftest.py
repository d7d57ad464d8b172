"""An archive in which a crawl was begun."""

from archive.conftest import archive, new_archive
from check.conftest import copy, whole

__all__ = ["archive", "copy", "new_archive", "whole"]
