"""Where pages come from: sources, frontier, politeness, and the crawl that ties them together."""
