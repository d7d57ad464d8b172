"""What an article says of itself, as the columns that hold it."""

from __future__ import annotations

from collections.abc import Mapping

from scraper.records import Article, Prepared, iso


def said(article: Article, prepared: Prepared) -> Mapping[str, str | int | None]:
    """Columns of `articles` that are the page's own words, by name; several names are separated by semicolons."""
    published = article.published
    return {
        "language": article.language,
        "title": article.title,
        "lead": article.lead,
        "byline": "; ".join(author.name for author in article.authors) or None,
        "published_date": published.day.isoformat() if published else None,
        "published": iso(published.moment) if published and published.moment else None,
        "published_zone": published.zone if published else None,
        "published_text": published.printed if published else None,
        "modified": iso(article.modified) if article.modified else None,
        "sections": "; ".join(found.name for found in article.sections if found.kind != "place") or None,
        "places": "; ".join(found.name for found in article.sections if found.kind == "place") or None,
        "tags": "; ".join(tag.name for tag in article.tags) or None,
        "words": prepared.words,
        "canonical": article.canonical,
        "language_detected": article.language_detected,
        "layout": article.layout,
        "encoding": article.encoding,
        "replaced": article.replaced,
        "mended": article.mended,
        "author_bio": article.author_bio,
        "body": prepared.body,
        "structure": article.structure,
    }
