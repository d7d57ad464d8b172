"""What an edition's listings can be named by: its authors, its tags, its months."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from sqlite3 import Connection


def shelves(connection: Connection, edition: str, now: datetime) -> Mapping[str, Sequence[Mapping[str, str]]]:
    """What the archive knows of an edition, by kind: "author", "tag", "month", "year".

    Each is a list of what stands for `{author}`, `{tag}`, `{year}` and `{month}` in a listing's path.
    Months and years go from the first article's to `now`, those without an article too.
    """
    authors = connection.execute(
        "select distinct slug from author_names join authors on authors.id = author_id where edition = ? order by 1",
        (edition,),
    )
    tags = connection.execute("select distinct slug from tags where edition = ? order by 1", (edition,))
    (first,) = connection.execute("select min(month) from frontier where edition = ?", (edition,)).fetchone()
    months = [{"year": year, "month": month} for year, month in _months(first, now)] if first else []
    return {
        "author": [{"author": slug} for (slug,) in authors],
        "tag": [{"tag": slug} for (slug,) in tags],
        "month": months,
        "year": [{"year": year} for year in dict.fromkeys(found["year"] for found in months)],
    }


def _months(first: str, now: datetime) -> Iterator[tuple[str, str]]:
    """Year and month, from one such as "2014-02" to that of a time."""
    year, month = map(int, first.split("-"))
    while (year, month) <= (now.year, now.month):
        yield str(year), f"{month:02d}"
        year, month = (year, month + 1) if month < 12 else (year + 1, 1)
