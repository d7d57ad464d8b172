"""What the stages hand to one another: facts of a fetch, and what a page says.

Every record is frozen; each stage makes a new one. Times are aware, in UTC unless a field
says otherwise.
"""

from scraper.records.article import (
    REASONS,
    Article,
    Author,
    Block,
    CountryMentions,
    Disclaimer,
    FieldSource,
    Image,
    Instalment,
    Link,
    NotAnArticle,
    Profile,
    Published,
    Related,
    Section,
    Stated,
    Tag,
)
from scraper.records.facts import Address, Capture, Exchange, Kind, Sent, Sighting, article_id, iso, moment
from scraper.records.prepared import Prepared

__all__ = [
    "REASONS",
    "Address",
    "Article",
    "Author",
    "Block",
    "Capture",
    "CountryMentions",
    "Disclaimer",
    "Exchange",
    "FieldSource",
    "Image",
    "Instalment",
    "Kind",
    "Link",
    "NotAnArticle",
    "Prepared",
    "Profile",
    "Published",
    "Related",
    "Section",
    "Sent",
    "Sighting",
    "Stated",
    "Tag",
    "article_id",
    "iso",
    "moment",
]
