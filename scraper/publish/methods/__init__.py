"""How the archive was made and what it cannot know, as far as it says so itself."""

from scraper.publish.methods.reading import methods
from scraper.publish.methods.record import Methods, as_json

__all__ = ["Methods", "as_json", "methods"]
