"""What a WARC file says of itself: its first record."""

from __future__ import annotations

import json
from dataclasses import dataclass
from sqlite3 import Connection

from scraper import __version__
from scraper.publish.warc.choice import Choice
from scraper.warc import said
from scraper.warc.record import FIELDS, Record, id_of

FORMAT = 1  # of what `said` has; a reader refuses a later one
_STANDARD = "http://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/"
_BEFORE_EVERYTHING = "1970-01-01T00:00:00Z"
_HEADS = "select headers from requests"


@dataclass(frozen=True, slots=True)
class Description:
    """An archive, as all files of an export say it."""

    date: str  # of its last capture: the same archive gives the same bytes
    publishers: tuple[str, ...]
    migration: str
    agents: tuple[str, ...]  # as which the publishers' servers were asked
    crawled: tuple[str, ...]  # programs that did that
    choice: Choice

    def record(self, name: str) -> Record:
        """The first record of the file of this name."""
        lines = {
            "software": f"neo-archive/{__version__}",
            "format": "WARC File Format 1.1",
            "conformsTo": _STANDARD,
            "description": self.sentence,
            "isPartOf": ", ".join(self.publishers),
            "robots": "obey",
            "http-header-user-agent": "; ".join(self.agents),
            "crawledBy": "; ".join(self.crawled),
        }
        text = "".join(f"{field}: {' '.join(value.split())}\r\n" for field, value in lines.items() if value)
        chosen = {"edition": self.choice.edition, "since": self.choice.since}
        known: dict[str, object] = {"format": FORMAT, "migration": self.migration, "whole": self.choice.whole}
        known |= {"chosen": chosen} if not self.choice.whole else {}
        fields = (("WARC-Filename", name), *said.field(known))
        id_ = id_of("warcinfo", name, self.date, text)
        return Record("warcinfo", id_, self.date, FIELDS, text.encode(), fields)

    @property
    def sentence(self) -> str:
        """What it is of."""
        parts = (("edition", self.choice.edition), ("fetched since", self.choice.since))
        chosen = ", ".join(f"{what} {value}" for what, value in parts if value)
        return f"News archive of {', '.join(self.publishers) or 'no publisher'}{': ' if chosen else ''}{chosen}"


def described(connection: Connection, choice: Choice) -> Description:
    """What there is to say of an export that begins now."""
    sql = f"select max(fetched) from captures where {choice.where()}"
    (date,) = connection.execute(sql, choice.values).fetchone()
    (migration,) = connection.execute("select max(name) from _sqlite_migrations").fetchone()
    return Description(
        date or _BEFORE_EVERYTHING,
        _texts(connection, "select distinct publisher from crawls order by 1"),
        migration,
        tuple(
            sorted({agent for head in _texts(connection, "select headers from requests") for agent in _agents(head)})
        ),
        _texts(connection, "select distinct 'neo-archive/' || software from crawls order by 1"),
        choice,
    )


def _agents(headers: str) -> set[str]:
    return {value for name, value in json.loads(headers) if name.lower() == "user-agent" and value}


def _texts(connection: Connection, sql: str) -> tuple[str, ...]:
    return tuple(str(text) for (text,) in connection.execute(sql))
