"""A page of a publisher that nobody declared, read by trafilatura and the page's metadata."""

from __future__ import annotations

from urllib.parse import urlsplit

from trafilatura import bare_extraction

from scraper.extract import body
from scraper.extract.dates import declared, in_path, published
from scraper.extract.furniture import text_of
from scraper.extract.language import detect, primary
from scraper.extract.metadata import Metadata
from scraper.extract.page import Page
from scraper.extract.text import clean, folded, slug
from scraper.records import Article, Author, Link

ZONE = "UTC"  # of times that an unknown publisher states without an offset


def read_general(page: Page, meta: Metadata) -> Article | None:
    """What a page of an unknown publisher says; None if it has no title or no text."""
    found = bare_extraction(
        page.tree,
        url=page.capture.url,
        include_comments=False,
        include_links=True,
        include_tables=False,
        with_metadata=True,
    )
    title = _title(page, meta, found.title if found else None)
    if found is None or found.body is None or title is None:
        return None
    blocks = tuple(block for block in body.as_blocks(found.body) if folded(block.text) != folded(title))
    text = " ".join(block.text for block in blocks)
    names = meta.authors or tuple(clean(name) for name in (found.author or "").split(";"))
    stated = meta.published if declared(meta.published, ZONE) else found.date
    return Article(
        title=title,
        language=primary(page.language),
        language_detected=detect(text),
        published=published(stated, in_path(urlsplit(page.capture.url).path), None, ZONE),
        blocks=blocks,
        layout="general",
        encoding=page.encoding,
        authors=tuple(Author(slug(name), name) for name in names if slug(name)),
        links=tuple(
            Link(page.absolute(ref.get("target")), clean("".join(ref.itertext())))
            for ref in found.body.iter("ref")
            if ref.get("target")
        ),
        translations={
            language: href for language, href in meta.alternates.items() if language != primary(page.language)
        },
        canonical=meta.canonical,
    )


def _title(page: Page, meta: Metadata, guess: str | None) -> str | None:
    """The h1 that is nearest to the head's own titles; else the declared title, else trafilatura's."""
    texts = [text_of(element) for element in page.find("h1")]
    named = [(rank, text) for text in texts if (rank := meta.rank(text)) is not None]
    return min(named)[1] if named else meta.title or guess or meta.window_title
