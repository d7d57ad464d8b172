"""What changes from one day to the next: the stories of a day, and what was planted in them."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cache
from types import MappingProxyType
from typing import Any

from scraper.demo.stories import HERE, Story, Version, load, stories


@dataclass(frozen=True, slots=True)
class Planted:
    """One change that a second crawl ought to find."""

    kind: str  # "new", "edit", "silent-edit", "gone-404", "gone-410", "moved"
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


def planted(day: int) -> tuple[Planted, ...]:
    """What changed on this day; nothing on the first.

    Raises ``ValueError`` if the paper has no such day.
    """
    return the_day(day).planted


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
    new = [story for story in stories() if story.number in table["new"]]
    marks = [Planted("new", language, story.path(language)) for story in new for language in story.versions]
    now = {story.number: story for story in before.stories}
    gone, moved = dict(before.gone), dict(before.moved)
    for change in table["changes"]:
        story, language = now[change["story"]], change["language"]
        old = story.path(language)
        story = now[story.number] = _changed(story, language, change)
        moved_to = story.path(language) if change["kind"] == "moved" else None
        if moved_to:
            moved[old] = moved_to
        elif change["kind"].startswith("gone-"):
            gone[old] = int(change["kind"].removeprefix("gone-"))
        marks.append(Planted(change["kind"], language, old, moved_to))
    kept = [story for story in now.values() if story.versions] + new
    kept.sort(key=lambda story: (story.published, story.number))
    return Day(before.number + 1, table["date"], table["layouts"], tuple(kept), gone, moved, tuple(marks))


def _changed(story: Story, language: str, change: Mapping[str, Any]) -> Story:
    versions = dict(story.versions)
    if change["kind"].startswith("gone-"):
        del versions[language]
    elif change["kind"] == "moved":
        versions[language] = replace(versions[language], slug=change["slug"])
    else:
        versions[language] = _edited(versions[language], change)
    return replace(story, versions=MappingProxyType(versions))


def _edited(version: Version, change: Mapping[str, Any]) -> Version:
    if version.text.count(change["find"]) != 1:
        raise ValueError(f'days.toml edits "{change["find"]}", which is not once in "{version.title}".')
    modified: datetime | None = change.get("modified", version.modified)
    return replace(version, text=version.text.replace(change["find"], change["replace"]), modified=modified)
