"""An article's texts, worked out for the archive; pure, like all that is read off a page."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from hashlib import sha256

from scraper.extract.declared import Declared
from scraper.extract.reject import reject_length
from scraper.extract.text import folded
from scraper.extract.urls import locate
from scraper.records import Article, Prepared
from scraper.texts import versions
from scraper.texts.shingles import digest, prints, runs
from scraper.texts.words import indexed


def prepared(article: Article, known: Declared | None = None) -> Prepared:
    """What storing an article takes; `known` is who declared its page."""
    body = article.body
    return Prepared(
        fingerprint=sha256(json.dumps(_plain(article), default=_plain).encode()).hexdigest(),
        text_sha256=text_sha256(article, known.publisher.transforms if known else None),
        body_sha256=_body_sha256(article),
        body=body,
        words=article.words,
        stems=(
            indexed(article.language, article.title),
            indexed(article.language, article.lead),
            indexed(article.language, body),
        ),
        digest=digest(article.language, body),
        prints=prints(runs(article.language, body)),
        targets=_targets(article, known),
    )


def text_sha256(article: Article, transforms: Mapping[str, str] | None = None) -> str:
    """What makes a version. `transforms` is damage that the publisher's site is known for, and what stood there."""
    return versions.text_sha256((article.title, article.lead, article.body, *article.footnotes), transforms or {})


def _body_sha256(article: Article) -> str | None:
    """The same for bodies that differ in case and end punctuation alone; None if it is too short for an article."""
    if reject_length(replace(article, lead=None)):
        return None
    return sha256("\n".join(folded(block.text) for block in article.blocks).encode()).hexdigest()


def _targets(article: Article, known: Declared | None) -> Mapping[str, int]:
    if known is None:
        return {}
    hrefs = [link.href for link in article.links] + [link.href for link in article.related]
    return {href: address.id for href in hrefs if (address := locate(known.publisher, href))}


def _plain(value: object) -> object:
    """A record as its values in order; anything else that JSON has no form for, as text."""
    names: Sequence[str] | None = getattr(value, "__slots__", None)
    return str(value) if names is None else [getattr(value, name) for name in names]
