"""Where a field came from, as it is told with an article."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from scraper.extract.metadata import Metadata
from scraper.extract.text import folded
from scraper.records import Block, FieldSource, Stated

NOWHERE = "nowhere"  # the source of a field that the page does not have
_FIRST_WORDS = 80  # characters of a body that its source quotes


def told(field: str, source: str | None, raw: str | None, rivals: Iterable[Stated] = ()) -> FieldSource:
    """A field's source, and what other places of the page say of it; those that say the same are left out."""
    others = dict.fromkeys(said for said in rivals if folded(said.raw) != folded(raw or ""))
    return FieldSource(field, source or NOWHERE, raw or "", tuple(others))


def of_body(source: str, blocks: Sequence[Block]) -> FieldSource:
    """A body's source, with the body's first words."""
    return FieldSource("body", source, blocks[0].text[:_FIRST_WORDS] if blocks else "")


def of_canonical(meta: Metadata) -> Iterator[FieldSource]:
    """The source of the address that a page declares, if it declares one."""
    if meta.canonical:
        yield FieldSource("canonical", "link rel=canonical", meta.canonical)


def of_change(meta: Metadata) -> Iterator[FieldSource]:
    """The source of the stated change, if one is stated."""
    if meta.changes:
        first, *others = meta.changes
        yield told("modified", first.source, first.raw, others)


def replaced(*texts: str | None) -> int:
    """How many characters stand for bytes that meant nothing."""
    return sum(text.count("\ufffd") for text in texts if text)
