"""The archive that the site's tests have, to be exported."""

from publish.conftest import archive, copy, get, rows

__all__ = ["archive", "copy", "get", "rows"]
