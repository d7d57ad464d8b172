"""What a person is told who gets something else than what was asked for."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from typing import Any

from datasette.database import QueryInterrupted
from datasette.utils.asgi import Base400, NotFound
from datasette.views.base import DatasetteError

from scraper.publish.public.refusals import Refused, too_long

_SHOWN = 2000  # characters of somebody's own SQL
_BEGIN = "Look at the address, or begin from one of these."


@dataclass(frozen=True, slots=True)
class Trouble:
    """What happened, and the next step."""

    status: int
    title: str
    error: str
    next_step: str = ""
    asked: str = ""  # the SQL
    wait: int | None = None  # seconds


def closed(message: str) -> Trouble:
    """For a page that may not be seen; `message` is Datasette's."""
    if "execute-sql" in message:
        return Trouble(
            403,
            "No SQL here",
            "This site answers no SQL of one's own.",
            "The ready questions answer most; a snapshot, where one is offered, can be asked anything.",
        )
    return Trouble(
        403,
        "Closed",
        "This part of the archive is not shown.",
        "What was fetched, byte for byte, stays with the archive; the captures have its SHA-256.",
    )


def trouble(exception: Exception, request: Any) -> Trouble:
    """For anything that was raised while a page was made; Datasette writes what is a bug to the log."""
    if isinstance(exception, Refused):
        return Trouble(exception.status, exception.title, exception.what, exception.next_step, wait=exception.wait)
    if isinstance(exception, QueryInterrupted):
        return _too_long(str(exception.sql))
    if isinstance(exception, DatasetteError):
        if exception.message_is_html:  # Datasette's page for a query that took too long has a script in it
            return _too_long(request.args.get("sql") or "")
        title = exception.title or "This did not work"
        status = 400 if exception.status == 500 else exception.status  # its word for any mistyped address
        return Trouble(status, title, str(exception.message), _BEGIN)
    if isinstance(exception, NotFound):
        said = str(exception)
        why = f": {said.rstrip('.')}." if " " in said else "."  # Datasette's own may be the number alone
        return Trouble(
            404,
            "Nothing is here",
            f"There is no page at {request.path}{why}",
            "An address that was cited may have lost its end. Begin from one of these.",
        )
    if isinstance(exception, Base400):
        return Trouble(exception.status, "This cannot be answered", str(exception), _BEGIN)
    if isinstance(exception, sqlite3.Error):
        return Trouble(400, "This cannot be answered", str(exception), _BEGIN)
    return Trouble(
        500,
        "A mistake of ours",
        "This page failed, and it is not your doing.",
        "It was written to the log. Begin from one of these.",
    )


def _too_long(sql: str) -> Trouble:
    known = too_long()
    return Trouble(known.status, known.title, known.what, known.next_step, sql[:_SHOWN])
