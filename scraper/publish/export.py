"""All articles as one CSV file, for spreadsheets, R and pandas."""

from __future__ import annotations

import csv
import errno
import os
import sqlite3
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Protocol, TextIO

from scraper.archive import open_for_reading
from scraper.archive.guard import guarded
from scraper.errors import DiskFull, Unwritable

# Each column, in the order of the file, and what it holds. Released columns keep name and meaning.
COLUMNS: Mapping[str, str] = {
    "id": "The article's key: the same for ever, and in every copy of the archive.",
    "publisher": "Who published it; the name of the publisher's file in spiders/.",
    "edition": "The publisher's edition, which has one language: neo/ru.",
    "language": "Language that the page declares (BCP 47): en, fr, ru.",
    "title": "Title, as printed.",
    "lead": "Standfirst: the paragraph set apart above the text.",
    "byline": "Who signed, as this edition prints the names; several are separated by semicolons.",
    "author_slugs": "The authors' keys, shared by all editions, in the byline's order, separated by semicolons.",
    "published_date": "Day of publication (ISO 8601), local to the publisher.",
    "published": "Moment of publication in UTC (ISO 8601); empty if the page gives only a day.",
    "published_zone": "The zone that the page gives its time in: +03:00; or the edition's own.",
    "published_text": "The date in the words printed on the page.",
    "modified": "Moment of the last change in UTC, as the publisher states it.",
    "sections": "Headings under which it is filed, separated by semicolons; places have their own column.",
    "places": "Countries and regions under which it is filed, separated by semicolons.",
    "tags": "Keywords given by the publisher, separated by semicolons.",
    "words": "Length of lead and body, in words.",
    "status": "At the last visit: online, gone-404, gone-410, redirected, or why the page is no article any more.",
    "status_since": "When that status was first seen (UTC).",
    "first_seen": "When the archive first held it (UTC).",
    "last_seen": "When it was last found online (UTC).",
    "versions": "How many different texts were seen; more than 1: it was changed after publication.",
    "version_id": "Key of the version in this row, for citations.",
    "translation_group": "Shared by the articles that are one piece in several languages; empty if it stands alone.",
    "translations": "The other languages in which the archive holds it, separated by semicolons.",
    "footnotes": "Footnotes, a line each.",
    "url": "Address at the publisher.",
    "canonical": "Address that the page itself declares.",
    "language_detected": "Language that the text was found to be written in.",
    "layout": "The publisher's page layout by which it was read; general: by general rules.",
    "capture_time": "When the page that this row was read from was fetched (UTC).",
    "capture_sha256": "SHA-256 of that page's bytes.",
    "body": "Text without title, lead and footnotes; a blank line between two paragraphs.",
}

_ELSEWHERE = {
    "author_slugs": """(select group_concat(slug, '; ') from (
        select u.slug from article_authors x join authors u on u.id = x.author_id
         where x.article_id = a.id order by x.position))""",
    "translation_group": "t.group_id",
    "translations": """(select group_concat(language, '; ') from (
        select distinct o.language from translations o
         where o.group_id = t.group_id and o.article_id <> a.id order by 1))""",
    "footnotes": """(select group_concat(text, char(10)) from (
        select n.text from footnotes n where n.article_id = a.id order by n.position))""",
    "capture_time": "c.fetched",
    "capture_sha256": "a.sha256",
}
# By index, so that nothing larger than one day's articles is ever sorted in memory.
_ROWS = f"""
    select {", ".join(f"{_ELSEWHERE.get(name, f'a.{name}')} as {name}" for name in COLUMNS)}
      from articles a indexed by articles_published
      join frontier f on f.id = a.id and f.state = 'held'
      left join captures c on c.id = a.capture_id
      left join translations t on t.article_id = a.id
     where :language is null or a.language = :language
     order by a.published_date, a.edition, a.id"""
_COUNT = """
    select count(*) from articles a join frontier f on f.id = a.id and f.state = 'held'
     where :language is null or a.language = :language"""
_NEWS = 100  # rows between two calls of `progress`


def export_csv(
    archive: Path,
    target: Path | None,
    *,
    language: str | None = None,
    progress: Callable[[int, int], object] = lambda _done, _total: None,
) -> int:
    """Writes every article that is held, a row each, and returns how many; to standard output if `target` is None.

    RFC 4180: UTF-8 without BOM, CRLF, a header of `COLUMNS`; what is not known is empty. Rows
    are ordered by date, edition and id, and are one state of the archive, even while a crawl
    writes. A file appears whole or not at all. A reader that closes the pipe early (`| head`)
    ends the export quietly. `progress` gets rows done and rows in all.

    Raises `DiskFull`, `Unwritable`, or what `open_for_reading` raises.
    """
    with closing(open_for_reading(archive)) as connection, guarded(archive):
        if target is None:
            return _to_standard_output(connection, language, progress)
        with _whole(target) as file:
            return _write(file, connection, language, progress)


def _write(
    file: _Writable, connection: sqlite3.Connection, language: str | None, progress: Callable[[int, int], object]
) -> int:
    chosen = {"language": language}
    connection.execute("begin")  # count and rows are of one state
    (total,) = connection.execute(_COUNT, chosen).fetchone()
    writer = csv.writer(file, lineterminator="\r\n")
    done = 0
    try:
        writer.writerow(COLUMNS)
        for row in connection.execute(_ROWS, chosen):
            writer.writerow(row)
            done += 1
            if done % _NEWS == 0:
                progress(done, total)
    except BrokenPipeError:
        return done
    if done % _NEWS or not done:
        progress(done, total)
    return done


def _to_standard_output(
    connection: sqlite3.Connection, language: str | None, progress: Callable[[int, int], object]
) -> int:
    try:
        done = _write(_StandardOutput(), connection, language, progress)
        try:
            sys.stdout.buffer.flush()
        except BrokenPipeError:
            with open(os.devnull, "wb") as nowhere:  # or Python complains again when it flushes at its end
                os.dup2(nowhere.fileno(), sys.stdout.fileno())
    except OSError as error:
        raise _named(Path("standard output"), error) from error
    return done


class _Writable(Protocol):
    def write(self, text: str, /) -> int: ...


class _StandardOutput:
    """UTF-8 and CRLF whatever the terminal's settings are."""

    def write(self, text: str, /) -> int:
        return sys.stdout.buffer.write(text.encode())


@contextmanager
def _whole(target: Path) -> Iterator[TextIO]:
    """A text file that takes the target's place when everything is written; otherwise nothing is left."""
    target = target.resolve()
    try:
        if target.is_dir():
            raise Unwritable(target, "it is a folder")
        if target.exists() and not target.is_file():  # a pipe or a device: nothing to put in its place
            with target.open("w", encoding="utf-8", newline="") as file:
                yield file
            return
        target.parent.mkdir(parents=True, exist_ok=True)
        part = target.with_name(f".{target.name}.{os.getpid()}.part")
        try:
            with part.open("w", encoding="utf-8", newline="") as file:
                yield file
                file.flush()
                os.fsync(file.fileno())
            part.replace(target)
        except BaseException:
            part.unlink(missing_ok=True)
            raise
    except OSError as error:
        raise _named(target, error) from error


def _named(path: Path, error: OSError) -> DiskFull | Unwritable:
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return DiskFull(path)
    return Unwritable(path, (error.strerror or str(error)).lower())
