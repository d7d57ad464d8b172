"""A reading as one JSON object, for files and other programs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict

from scraper.records import Article, NotAnArticle


def as_object(reading: Article | NotAnArticle) -> Mapping[str, object]:
    """A reading in names and values that JSON knows; times are ISO 8601 with their offset.

    A page that is no article has `not_article` and `detail` alone.
    """
    if isinstance(reading, NotAnArticle):
        return {"not_article": reading.reason, "detail": reading.detail}
    published = reading.published
    return {
        "language": reading.language,
        "language_detected": reading.language_detected,
        "title": reading.title,
        "lead": reading.lead,
        "authors": [author.name for author in reading.authors],
        "author_slugs": [author.slug for author in reading.authors],
        "author_bio": reading.author_bio,
        "published": published.iso if published else None,
        "published_date": published.day.isoformat() if published else None,
        "published_zone": published.zone if published else None,
        "published_text": published.printed if published else None,
        "modified": reading.modified.isoformat() if reading.modified else None,
        "sections": [asdict(section) for section in reading.sections],
        "tags": [asdict(tag) for tag in reading.tags],
        "body": reading.body,
        "blocks": [asdict(block) for block in reading.blocks],
        "pull_quotes": list(reading.pull_quotes),
        "footnotes": list(reading.footnotes),
        "images": [asdict(image) for image in reading.images],
        "links": [asdict(link) for link in reading.links],
        "related": [asdict(related) for related in reading.related],
        "translations": dict(reading.translations),
        "canonical": reading.canonical,
        "words": reading.words,
        "layout": reading.layout,
        "encoding": reading.encoding,
        "replaced": reading.replaced,
        "mended": reading.mended,
        "disclaimers": [asdict(disclaimer) for disclaimer in reading.disclaimers],
        "instalment": asdict(reading.instalment) if reading.instalment else None,
        "countries": [asdict(country) for country in reading.countries],
        "profile": asdict(reading.profile) if reading.profile else None,
        "sources": [asdict(source) for source in reading.sources],
    }
