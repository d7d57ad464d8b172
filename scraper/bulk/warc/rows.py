"""An article read from a WARC file as a row, in the columns of the archive's export."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from scraper.archive.history.versions import version_id
from scraper.archive.said import said
from scraper.extract import EXTRACTOR, Declared, Look
from scraper.extract.prepared import prepared
from scraper.publish.export.columns import ARTICLE, Column
from scraper.publish.export.text import Value
from scraper.records import Article, Capture, iso

# What only an archive knows: it saw the article more than once, and the others beside it.
_OF_ARCHIVES = {
    "status",
    "status_since",
    "first_seen",
    "last_seen",
    "versions",
    "translation_group",
    "translations",
}
_OWN = (
    Column("year", "integer", "Year of publication, local to the publisher; empty if the page gives no date."),
    Column("extractor", "integer", "Version of the rules that read it.", required=True),
    Column("warc_file", "text", "The WARC file that it was read from.", required=True),
    Column("warc_offset", "integer", "Where its record begins there, in bytes.", required=True),
    Column("warc_record_id", "text", "The record's own name.", required=True),
)
COLUMNS: tuple[Column, ...] = (*(column for column in ARTICLE if column.name not in _OF_ARCHIVES), *_OWN)


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a page was read from."""

    file: str
    offset: int
    record_id: str


def row(capture: Capture, look: Look, known: Declared, origin: Origin) -> Sequence[Value]:
    """The values of `COLUMNS` for a look at an article, as SQLite would give them."""
    address, article = capture.address, look.reading
    assert isinstance(article, Article)
    texts = look.prepared or prepared(article, known)
    slugs = dict.fromkeys(author.slug for author in article.authors)
    values: dict[str, Value] = {
        **said(article, texts),
        "id": address.id,
        "publisher": known.publisher.name,
        "edition": address.edition,
        "author_slugs": "; ".join(slugs) or None,
        "version_id": version_id(address.id, texts.text_sha256, 0),
        "footnotes": "\n".join(article.footnotes) or None,
        "url": address.url,
        "capture_time": iso(capture.fetched),
        "capture_sha256": capture.digest,
        "year": article.published.day.year if article.published else None,
        "extractor": EXTRACTOR,
        "warc_file": origin.file,
        "warc_offset": origin.offset,
        "warc_record_id": origin.record_id,
    }
    return tuple(values[column.name] for column in COLUMNS)
