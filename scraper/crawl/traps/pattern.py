"""What addresses that a program makes up have in common. Pure."""

from __future__ import annotations

_WORD = 20  # letters that a folder's name has at the most


def pattern(path: str) -> str:
    """An address without what can be made up: numbers are 0, slugs and the last part *, and nothing stands twice.

    So a day of a calendar, a page with another session's number, and a folder within itself are each one pattern:
    "ru/0/*", "shop/*", "a/*".
    """
    *folders, last = path.partition("?")[0].strip("/").split("/")
    return "/".join(dict.fromkeys([*map(_part, folders), "0" if last.isdecimal() else "*"]))


def _part(part: str) -> str:
    if part.isdecimal():
        return "0"
    return part if part.isalpha() and len(part) <= _WORD else "*"
