"""What became of an article, as its page tells it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from sqlite3 import Connection, Row

_PASSAGES = 60  # of one change that are shown
_SAID: Mapping[str, str] = {
    "version 1": "First seen",
    "edit": "Edited, as the publisher states",
    "silent-edit": "Edited, which the publisher does not state",
    "retitle": "Another title",
    "byline": "Signed otherwise",
    "template": "Another page layout",
    "transform": "Characters that the site is known to damage were damaged or mended",
    "gone-404": "Removed: the server says that it is not found (404)",
    "gone-410": "Removed: the server says that it is gone (410)",
    "redirected": "Moved: its address leads elsewhere",
    "returned": "Back online",
    "un-listed": "Un-listed: still online, but no source announces it",
    "re-listed": "Announced again",
    "back-dated": "Announced only now, under an earlier date",
    "extractor": "Read anew by other rules of ours; the publisher changed nothing",
}
_EVENTS = """
    select h.at, h.event, h.detail, h.last_seen, h.capture_id, c.number, c.parts, c.words_removed, c.words_added,
           c.version_before, c.version_after, c.byline_before, c.byline_after, c.modified_after
      from history h left join changes c on c.article_id = h.article_id and c.cause = h.event
                                         and c.first_seen = h.at and c.capture_after = h.capture_id
     where h.article_id = ? order by h.at, c.number"""
_CHANGED = f"""
    select part, removed as removed, added as added, context_before as context_before, context_after as context_after,
           position > {_PASSAGES} as left_out
      from change_passages where article_id = ? and number = ? order by position limit {_PASSAGES + 1}"""


@dataclass(frozen=True, slots=True)
class Event:
    """One thing that was seen to happen."""

    said: str  # in words
    row: Row  # at, event, detail, last_seen, capture_id; of a change, what else the query names
    passages: tuple[Row, ...]  # part, removed, added, context_before, context_after
    more: bool  # there are passages that are not shown


def past(connection: Connection, article_id: int) -> tuple[Event, ...]:
    """Everything that happened to an article, the first thing first; the connection gives `Row`s."""
    found = []
    for row in connection.execute(_EVENTS, (article_id,)).fetchall():
        passages = connection.execute(_CHANGED, (article_id, row["number"])).fetchall() if row["number"] else []
        passages = [one for one in passages if one["removed"] or one["added"]]  # neither, where texts are withheld
        shown = tuple(one for one in passages if not one["left_out"])
        found.append(Event(in_words(row["event"]), row, shown, len(shown) < len(passages)))
    return tuple(found)


def in_words(event: str) -> str:
    """What an event of an article's history is called."""
    return _SAID.get(event, f"No article any more: {event}")


def departure(status: str) -> str | None:
    """What a reader is told of an article that is not online; None if it is."""
    return None if status == "online" else _SAID.get(status, f"No longer an article: {status}")
