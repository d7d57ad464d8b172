"""A curator's file: CSV with a line for each pair of articles that somebody judged."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from io import StringIO
from sqlite3 import Connection

from scraper.archive.across.translations.verdicts import NOT_SAME, SAME, Verdict, current
from scraper.errors import BadInput

NEEDED = ("a", "b", "verdict")
COLUMNS = (*NEEDED, "who", "note", "date", "method", "score", "why", "title_a", "title_b", "date_a", "date_b")
_TOLD = 20  # mistakes that are told at once
_SUSPECTS = """
    select a.url as a, b.url as b, '' as verdict, '' as who, '' as note, '' as date, l.method,
           l.score, coalesce(l.why, '') as why, a.title as title_a, b.title as title_b,
           a.published_date as date_a, b.published_date as date_b
      from translation_links l join articles a on a.id = l.article_id join articles b on b.id = l.other_id
     where l.method <> 'curator'
       and (l.why in ('rival', 'conflict', 'contradicted', 'weak') or l.method = 'inferred' and l.score < :sure)
     order by l.why is null, l.why <> 'rival', abs(l.score - 0.86), l.article_id, l.other_id
     limit :limit"""
_JUDGED = """
    select coalesce(a.url, :a) as a, coalesce(b.url, :b) as b, a.title as title_a, b.title as title_b,
           a.published_date as date_a, b.published_date as date_b
      from (select 1) left join articles a on a.id = :a left join articles b on b.id = :b"""

Locate = Callable[[str], int | None]  # the key that an address or a key means; None if the archive holds none such
Near = Callable[[str], str | None]  # an address that is held and looks like it


@dataclass(slots=True)
class _Mistakes:
    """What is wrong with a file, line by line."""

    name: str
    told: list[tuple[int, str]] = field(default_factory=list)

    def add(self, line: int, what: str) -> None:
        """Notes a mistake."""
        self.told.append((line, what))

    def check(self) -> None:
        """Raises `BadInput` with all of them, if there are any."""
        if self.told:
            lines = [f"line {line}: {what}" for line, what in sorted(self.told)[:_TOLD]]
            more = len(self.told) - _TOLD
            raise BadInput(
                f"{self.name} was not applied; nothing of it is kept.\n"
                + "\n".join(lines)
                + (f"\nand {more} more" if more > 0 else "")
                + "\nMend these lines and run the same command again."
            )


def read(name: str, content: bytes, locate: Locate, near: Near) -> list[Verdict]:
    """The verdicts of a file, in its order; lines without a verdict are not judged yet, and left out.

    Commas or semicolons part its columns; columns that are not `a`, `b`, `verdict`, `who`, `note`
    or `date` are left alone. Raises `BadInput` with the lines that are wrong: unknown addresses,
    verdicts of other words, lines that contradict each other.
    """
    mistakes = _Mistakes(name)
    found: dict[tuple[int, int], Verdict] = {}
    for line, row in _rows(mistakes, content):
        word = " ".join(row["verdict"].lower().replace("_", " ").replace("-", " ").split())
        if not word:
            continue
        if word not in (SAME, NOT_SAME):
            likely = (get_close_matches(word, (SAME, NOT_SAME), n=1, cutoff=0.5) or [SAME])[0]
            mistakes.add(line, f'"{row["verdict"]}" is no verdict; write {SAME} or {NOT_SAME}. Is it "{likely}"?')
            continue
        keys = [_key(mistakes, line, row[column], locate, near) for column in ("a", "b")]
        if keys[0] is None or keys[1] is None:
            continue
        if keys[0] == keys[1]:
            mistakes.add(line, "a and b are the same article.")
            continue
        pair = (min(keys[0], keys[1]), max(keys[0], keys[1]))
        other = found.get(pair)
        if other and other.verdict != word:
            mistakes.add(line, f'it says "{word}", line {other.line} says "{other.verdict}" of the same two.')
        elif not other:
            found[pair] = Verdict(line, *pair, word, row.get("who", ""), row.get("note", ""), row.get("date", ""))
    _check_chains(mistakes, list(found.values()))
    mistakes.check()
    return list(found.values())


def _rows(mistakes: _Mistakes, content: bytes) -> Iterator[tuple[int, Mapping[str, str]]]:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        mistakes.add(line, "it is not UTF-8; save the file as CSV UTF-8.")
        mistakes.check()
        return
    head = text.split("\n", 1)[0]
    reader = csv.reader(StringIO(text, newline=""), delimiter=";" if head.count(";") > head.count(",") else ",")
    names: list[str] = []
    line = 1
    try:
        for cells in reader:
            if not names:
                names = [cell.strip().lower() for cell in cells]
                if missing := [name for name in NEEDED if name not in names]:
                    there = ", ".join(name for name in names if name) or "none"
                    mistakes.add(line, f"no column {', '.join(missing)}; it has {there}.")
                    mistakes.check()
            elif any(cell.strip() for cell in cells):
                if len(cells) > len(names):
                    mistakes.add(
                        line, f"{len(cells)} cells under {len(names)} columns; put texts with commas in quotes."
                    )
                else:
                    row = dict.fromkeys(names, "") | {
                        name: cell.strip() for name, cell in zip(names, cells, strict=False)
                    }
                    yield line, row
            line = reader.line_num + 1
    except csv.Error as error:
        mistakes.add(line, f"it is no CSV: {error}.")
    if not names:
        mistakes.add(1, f"it is empty; the first line names the columns {', '.join(NEEDED)}.")


def _key(mistakes: _Mistakes, line: int, text: str, locate: Locate, near: Near) -> int | None:
    found = locate(text)
    if found is None:
        close = near(text) if text else None
        hint = f" Is it {close}?" if close else ""
        what = f"{text} is no article of this archive" if text else "an address is missing"
        mistakes.add(line, f"{what}; give an article's address or its key.{hint}")
    return found


def _check_chains(mistakes: _Mistakes, verdicts: Sequence[Verdict]) -> None:
    """Notes a verdict "not same" on two that others make the same, by a third."""
    group: dict[int, int] = {}

    def top(key: int) -> int:
        while key in group:
            key = group[key]
        return key

    for verdict in verdicts:
        if verdict.verdict == SAME and top(verdict.article_id) != top(verdict.other_id):
            group[top(verdict.article_id)] = top(verdict.other_id)
    for verdict in verdicts:
        if verdict.verdict == NOT_SAME and top(verdict.article_id) == top(verdict.other_id):
            lines = ", ".join(
                str(v.line) for v in verdicts if v.verdict == SAME and top(v.article_id) == top(verdict.other_id)
            )
            mistakes.add(
                verdict.line, f'it says "{NOT_SAME}", but lines {lines} together say that the two are the same.'
            )


def template(connection: Connection, limit: int, sure: float = 0.98) -> Iterator[tuple[object, ...]]:
    """The rows of a file to go on from, its head first: the verdicts that hold, then what is doubtful.

    Doubtful are links with a rival nearly as good, contradictory statements, and inferred links
    with a score below `sure`; those nearest to being decided otherwise come first.
    """
    yield COLUMNS
    judged = {}
    for verdict in current(connection):
        judged[verdict.pair] = verdict
        told = connection.execute(_JUDGED, {"a": verdict.article_id, "b": verdict.other_id}).fetchone()
        a, b, *about = told
        yield (a, b, verdict.verdict, verdict.who, verdict.note, verdict.day, "curator", 1.0, "", *map(_safe, about))
    for row in connection.execute(_SUSPECTS, {"limit": limit, "sure": sure}):
        yield tuple(map(_safe, row))


def _safe(value: object) -> object:
    """A cell that no spreadsheet takes for a formula."""
    return f"'{value}" if isinstance(value, str) and value[:1] in tuple("=+-@\t\r") and value[:1] else value
