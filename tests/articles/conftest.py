"""The archive of two days and the site over it, as the tests of the site make them."""

from publish.conftest import archive, copy, get, rows, sql

__all__ = ["archive", "copy", "get", "rows", "sql"]
