"""The archive as one WACZ file: WARC, an index, the pages and their digests, for ReplayWeb.page and pywb."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path
from sqlite3 import Connection

from scraper.archive import open_for_reading
from scraper.archive.guard import guarded, refused
from scraper.errors import NoWacz, WaczFailed
from scraper.parts import new_folder, part_of, sweep
from scraper.publish.warc import Progress, Written, check_file, stem_of, write
from scraper.publish.warc.choice import Choice
from scraper.publish.warc.description import described

_PAGES = """
    select a.id, c.url, c.fetched, a.title, a.edition, a.language
      from articles a join captures c on c.id = a.capture_id
     where {where} order by a.edition, a.published_date, a.id"""


def export_wacz(
    archive: Path,
    target: Path,
    choice: Choice = Choice(),  # noqa: B008 - it is frozen
    progress: Progress = lambda _done, _left: None,
) -> Written:
    """Writes the chosen captures as one file that was found valid, and returns the WARC files in it.

    Beside it, and gone in the end, the same lies there twice more: as WARC, and as it is looked at.

    Raises `NoWacz`, `WaczFailed`, or what `export_warc` does.
    """
    program = _program()
    check_file(target, archive)
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        sweep(target)
        with new_folder(part_of(target)) as part, closing(open_for_reading(archive)) as connection:
            with guarded(archive):
                connection.execute("begin")  # everything is read from one state
                done = write(connection, part, stem_of(archive), choice, progress=progress)
                title = described(connection, choice).sentence
                with (part / "pages.jsonl").open("wb") as file:
                    file.writelines(_pages(connection, choice))
            made = part / "made.wacz"
            told = ["--output", str(made), "--copy-pages", "--pages", str(part / "pages.jsonl"), "--title", title]
            files = [str(part / file.name) for file in done.files]
            _run(program, "create", [*told, "--hash-type", "sha256", *files], part)
            _run(program, "validate", ["--file", str(made)], part)
            with made.open("rb") as whole:
                os.fsync(whole.fileno())
            made.replace(target)
    except OSError as error:
        raise refused(target, error) from error
    return done


def _pages(connection: Connection, choice: Choice) -> Iterator[bytes]:
    """The articles, each at the capture that its text was read from last; edition by edition."""
    yield _line({"format": "json-pages-1.0", "id": "pages", "title": "Articles", "hasText": False})
    for key, url, fetched, title, edition, language in connection.execute(
        _PAGES.format(where=choice.where("c")), choice.values
    ):
        said = {"id": str(key), "url": url, "ts": fetched, "title": title, "edition": edition, "language": language}
        yield _line(said)


def _line(said: dict[str, object]) -> bytes:
    return json.dumps(said, ensure_ascii=False).encode() + b"\n"


def _program() -> str:
    """Where `make wacz` puts it, or wherever else it is. Raises `NoWacz`."""
    ours = Path(sys.prefix) / "wacz" / "bin" / "wacz"
    found = str(ours) if ours.is_file() else shutil.which("wacz")
    if found is None:
        raise NoWacz
    return found


def _run(program: str, step: str, words: Sequence[str], folder: Path) -> None:
    """Runs it; what it unpacks to look at goes to the folder. Raises `WaczFailed`."""
    line = [program, step, *words]
    environment = os.environ | {"TMPDIR": str(folder), "PYTHONIOENCODING": "utf-8"}
    done = subprocess.run(line, capture_output=True, env=environment, check=False)  # noqa: S603 - no shell
    if done.returncode:
        last = (done.stderr + done.stdout).decode("utf-8", "replace").strip().splitlines()[-1:]
        raise WaczFailed(step, " ".join(last))
