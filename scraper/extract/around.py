"""What is read off an article's text once it is whole: disclaimers, countries, its place in a series, its profile."""

from __future__ import annotations

from dataclasses import replace

from scraper.extract.countries import count
from scraper.extract.disclaimers import disclaimers
from scraper.extract.instalments import instalment
from scraper.extract.profile import profile
from scraper.records import Article


def with_around(article: Article) -> Article:
    """The article with all of it; a function of its language, title, lead, blocks and footnotes."""
    marked = replace(article, disclaimers=disclaimers(article))
    return replace(
        marked,
        instalment=instalment(article.title, article.lead),
        countries=count(marked),
        profile=profile(article),
    )
