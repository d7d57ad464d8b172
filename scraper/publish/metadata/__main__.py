"""Prints the metadata as one JSON file, for a Datasette that is started by hand."""

import json

from scraper.publish.metadata import metadata

print(json.dumps(metadata(), ensure_ascii=False, indent=1))
