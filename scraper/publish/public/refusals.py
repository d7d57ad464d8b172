"""Why a question is not answered, in words that a person understands."""

from __future__ import annotations

from datasette.views.base import DatasetteError


class Refused(DatasetteError):  # type: ignore[misc]  # so that Datasette takes it for no bug
    """A question that would cost others too much: `status` is that of HTTP."""

    def __init__(self, status: int, title: str, what: str, next_step: str, wait: int | None = None) -> None:
        super().__init__(what, title=title, status=status)
        self.what = what
        self.next_step = next_step
        self.wait = wait  # seconds, after which asking again makes sense


def too_large(megabytes: float) -> Refused:
    """The answer has more bytes than one may have."""
    return Refused(
        413,
        "Too large an answer",
        f"The answer has more than the {megabytes:g} MB that one may have here. Nothing of it was sent.",
        "Ask for fewer rows or columns at once (_size=, _col=); a snapshot, where one is offered, has them all.",
    )


def too_much_memory() -> Refused:
    """SQLite needed more than a question may take."""
    return Refused(
        413,
        "Too large a question",
        "This question needs more memory than this site gives to one.",
        "Ask about less at once: one edition, one year, no texts in the sorting.",
    )


def too_long() -> Refused:
    """It was interrupted."""
    return Refused(
        400,
        "It took too long",
        "The answer took longer than this site gives to one question.",
        "Ask for less at once: one edition, one year, fewer columns, no counting."
        " Whoever has the file can ask it without a limit (`neo-archive export csv --query`),"
        " or serve it with another (`neo-archive serve --time-limit 60`).",
    )


def mistaken(said: str) -> Refused:
    """SQLite does not understand it; `said` is its word."""
    return Refused(400, "Invalid SQL", said, "Look at the names of tables and columns, and try it as a page first.")


def busy() -> Refused:
    """Others are being answered, and the queue is full."""
    return Refused(
        503,
        "Busy",
        "Other questions are being answered, and the queue is full.",
        "Ask again in a few seconds. Articles can be read meanwhile.",
        wait=5,
    )
