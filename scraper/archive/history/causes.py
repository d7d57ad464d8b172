"""Why what is held of an article differs from what was held before: the publisher's doing, or a design's."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from enum import StrEnum

from scraper.texts.versions import folded


class Cause(StrEnum):
    """What a change is called."""

    EDIT = "edit"  # the text, and the publisher states a later change than before
    SILENT_EDIT = "silent-edit"  # the text, and the publisher states none
    RETITLE = "retitle"  # the title alone
    BYLINE = "byline"  # who signed, not the text
    TEMPLATE = "template"  # another layout; the text is the same, or what it prints around the body comes or goes
    TRANSFORM = "transform"  # damage that the publisher's site is known for, or its mending


@dataclass(frozen=True, slots=True)
class Texts:
    """The parts that make a version, as read."""

    title: str
    lead: str
    body: str
    footnotes: str  # a line each


@dataclass(frozen=True, slots=True)
class State:
    """What is held of an article at a moment."""

    texts: Texts
    text_sha256: str
    authors: tuple[str, ...]  # keys
    byline: str | None
    layout: str
    modified: str | None  # as the page states it; UTC, ISO 8601
    mended: int  # places where known damage was undone
    version_id: str
    capture_id: int
    seen: str  # when it was last found so; of the new state, when it was first


@dataclass(frozen=True, slots=True)
class Change:
    """What differs between two states, and why."""

    cause: Cause
    parts: tuple[str, ...]  # of the text
    others: tuple[str, ...]  # "byline", "layout"
    stated: bool  # the publisher states a later change than before


def change(before: State, after: State, transforms: Mapping[str, str]) -> Change | None:
    """What differs between two states of an article, and why; None if nothing that a reader of its text would see.

    Both must have been read by the same rules, or ours would pass for the publisher's.
    """
    parts = _parts(before, after, transforms)
    redesigned = before.layout != after.layout
    resigned = before.authors != after.authors
    # A date that pages begin to state states this change only if it is later than the last sight of the text before.
    stated = after.modified is not None and after.modified > (before.modified or before.seen)
    others = (*(["byline"] if resigned else []), *(["layout"] if redesigned else []))
    if parts:
        if redesigned and all(_is_printed_once(part, before, after) for part in parts):
            cause = Cause.TEMPLATE
        elif parts == ("title",):
            cause = Cause.RETITLE
        else:
            cause = Cause.EDIT if stated else Cause.SILENT_EDIT
    elif redesigned and not (resigned and before.authors and after.authors):
        cause = Cause.TEMPLATE
    elif resigned:
        cause = Cause.BYLINE
    elif before.mended != after.mended or folded(_whole(before), {}) != folded(_whole(after), {}):
        cause = Cause.TRANSFORM
    else:
        return None
    return Change(cause, parts, others, stated)


def _parts(before: State, after: State, transforms: Mapping[str, str]) -> tuple[str, ...]:
    """The parts of the text that differ; where a design draws the line between them does not count."""
    if before.text_sha256 == after.text_sha256:
        return ()
    names = [field.name for field in fields(Texts)]
    differ = [
        name
        for name in names
        if folded(getattr(before.texts, name), transforms) != folded(getattr(after.texts, name), transforms)
    ]
    return tuple(differ) or ("body",)


def _is_printed_once(part: str, before: State, after: State) -> bool:
    """Whether only one of two designs prints a standfirst or footnotes at all."""
    one, other = getattr(before.texts, part), getattr(after.texts, part)
    return part in ("lead", "footnotes") and not (one and other)


def _whole(state: State) -> str:
    return "\n".join(filter(None, (getattr(state.texts, field.name) for field in fields(Texts))))
