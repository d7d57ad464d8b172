"""What changes from one day to the next: the stories of a day, and what was planted in them."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from functools import cache
from types import MappingProxyType
from typing import Any

from scraper.demo.stories import EVERYWHERE, HERE, Story, Version, load, stories


@dataclass(frozen=True, slots=True)
class Planted:
    """One change that the next crawl ought to find."""

    # new, edit, silent-edit, retitle, byline, gone-404, gone-410, returned, moved, un-listed, re-listed
    kind: str
    language: str
    path: str  # on the day before; of a new page, its first
    moved_to: str | None = None


@dataclass(frozen=True, slots=True)
class Day:
    """The paper on one day, before anything is rendered."""

    number: int
    date: date
    layouts: Mapping[str, str]  # language: layout
    stories: tuple[Story, ...]  # oldest first
    gone: Mapping[str, int]  # path: 404 or 410, of this and all earlier days
    moved: Mapping[str, str]  # old path: new path
    planted: tuple[Planted, ...]
    brackets: Mapping[str, str] = field(default_factory=dict)  # language: what its closing brackets are printed as


def planted(day: int) -> tuple[Planted, ...]:
    """What changed on this day; nothing on the first.

    Raises ``ValueError`` if the paper has no such day.
    """
    return the_day(day).planted


@cache
def days() -> int:
    """How many days the paper has."""
    return len(load(HERE / "days.toml")["days"])


@cache
def the_day(number: int) -> Day:
    """The paper on this day, counted from 1.

    Raises ``ValueError`` if the paper has no such day.
    """
    tables = load(HERE / "days.toml")["days"]
    if not 1 <= number <= len(tables):
        raise ValueError(f"The demo newspaper has the days 1 to {len(tables)}, not {number}.")
    table = tables[number - 1]
    if number == 1:
        later = {story for other in tables for story in other.get("new", ())}
        first = tuple(story for story in stories() if story.number not in later)
        return Day(1, table["date"], table["layouts"], first, {}, {}, ())
    return _next(the_day(number - 1), table)


def _next(before: Day, table: Mapping[str, Any]) -> Day:
    new = [story for story in stories() if story.number in table.get("new", ())]
    marks = [Planted("new", language, story.path(language)) for story in new for language in story.versions]
    now = {story.number: story for story in before.stories}
    gone, moved = dict(before.gone), dict(before.moved)
    for change in table.get("changes", ()):
        kind, old = change["kind"], now[change["story"]]
        story = now[old.number] = _changed(old, change)
        for language in [change["language"]] if "language" in change else list(old.versions):
            path = old.path(language) if language in old.versions else story.path(language)
            moved_to = story.path(language) if kind == "moved" else None
            if moved_to:
                moved[path] = moved_to
            elif kind.startswith("gone-"):
                gone[path] = int(kind.removeprefix("gone-"))
            elif kind == "returned":
                del gone[path]
            marks.append(Planted(kind, language, path, moved_to))
    kept = [story for story in now.values() if story.versions] + new
    kept.sort(key=lambda story: (story.published, story.number))
    return Day(
        before.number + 1,
        table["date"],
        table["layouts"],
        tuple(kept),
        gone,
        moved,
        tuple(marks),
        table.get("brackets", {}),
    )


def _changed(story: Story, change: Mapping[str, Any]) -> Story:
    kind, language = change["kind"], change.get("language", "")
    versions = dict(story.versions)
    if kind == "byline":
        return replace(story, authors=tuple(change["authors"]))
    if kind in ("un-listed", "re-listed"):
        return replace(story, announced_by=EVERYWHERE if kind == "re-listed" else frozenset())
    if kind.startswith("gone-"):
        del versions[language]
    elif kind == "returned":
        versions[language] = next(first for first in stories() if first.number == story.number).versions[language]
    elif kind == "moved":
        versions[language] = replace(versions[language], slug=change["slug"])
    else:
        versions[language] = _edited(versions[language], change)
    return replace(story, versions=MappingProxyType(versions))


def _edited(version: Version, change: Mapping[str, Any]) -> Version:
    """The text with what takes the place of something in it, or with another title, lead or footnotes."""
    text = version.text
    if "find" in change:
        if text.count(change["find"]) != 1:
            raise ValueError(f'days.toml edits "{change["find"]}", which is not once in "{version.title}".')
        text = text.replace(change["find"], change["replace"])
    modified: datetime | None = change.get("modified", version.modified)
    return replace(
        version,
        text=text,
        modified=modified,
        title=change.get("title", version.title),
        lead=change.get("lead", version.lead),
        footnotes=tuple(change.get("footnotes", version.footnotes)),
    )
