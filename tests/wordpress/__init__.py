"""A real WordPress on loopback, with three sites, that the crawler is tried on: `site.WordPress`."""
