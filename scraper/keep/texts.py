"""What makes two texts the same: white space and quote marks are folded, case and end punctuation do not count."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from hashlib import sha256

from scraper.extract.reject import reject_length
from scraper.extract.text import folded
from scraper.records import Article


@dataclass(frozen=True, slots=True)
class Digests:
    """SHA-256 of an article's texts."""

    text: str  # title, lead, blocks and footnotes: what makes a version
    body: str | None  # blocks alone: what tells them at another address; None if they are too short for an article


def digests(article: Article) -> Digests:
    """Both, from one folding."""
    blocks = [folded(block.text) for block in article.blocks]
    around = [folded(text) for text in (article.title, article.lead or "", *article.footnotes)]
    short = reject_length(replace(article, lead=None))
    return Digests(_sha256([*around[:2], *blocks, *around[2:]]), None if short else _sha256(blocks))


def text_sha256(article: Article) -> str:
    """What makes a version."""
    return digests(article).text


def _sha256(texts: Iterable[str]) -> str:
    return sha256("\n".join(texts).encode()).hexdigest()
