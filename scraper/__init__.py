"""neo-archive: a complete, citable, queryable archive of a newspaper in its languages."""

__version__ = "0.1.0"
