"""What makes two texts the same: as versions of an article, and as bodies at different addresses."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from hashlib import sha256

from scraper.archive.history import texts
from scraper.extract.reject import reject_length
from scraper.extract.text import folded
from scraper.records import Article


@dataclass(frozen=True, slots=True)
class Digests:
    """SHA-256 of an article's texts."""

    text: str  # title, lead, blocks and footnotes: what makes a version
    body: str | None  # blocks alone, case and end punctuation folded; None if they are too short for an article


def digests(article: Article, transforms: Mapping[str, str] | None = None) -> Digests:
    """Both. `transforms` is damage that the publisher's site is known for, and what stood there."""
    short = reject_length(replace(article, lead=None))
    body = "\n".join(folded(block.text) for block in article.blocks)
    return Digests(text_sha256(article, transforms), None if short else sha256(body.encode()).hexdigest())


def text_sha256(article: Article, transforms: Mapping[str, str] | None = None) -> str:
    """What makes a version."""
    return texts.text_sha256((article.title, article.lead, article.body, *article.footnotes), transforms or {})
