"""What the stages hand to one another: facts of a fetch, and what a page says.

Every record is frozen; each stage makes a new one. Times are aware, in UTC unless a field
says otherwise.
"""

from scraper.records.article import (
    REASONS,
    Article,
    Author,
    Block,
    FieldSource,
    Image,
    Link,
    NotAnArticle,
    Published,
    Related,
    Section,
    Stated,
    Tag,
)
from scraper.records.facts import Address, Capture, Kind, Sighting, article_id, iso, moment

__all__ = [
    "REASONS",
    "Address",
    "Article",
    "Author",
    "Block",
    "Capture",
    "FieldSource",
    "Image",
    "Kind",
    "Link",
    "NotAnArticle",
    "Published",
    "Related",
    "Section",
    "Sighting",
    "Stated",
    "Tag",
    "article_id",
    "iso",
    "moment",
]
