"""Single bits turned over in the file: of what was fetched, a backup sees whatever a whole check sees."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from random import Random

import pytest

from scraper.archive.check import Part, file
from scraper.archive.check.report import Finding, Look, is_damage

BITS = 60


@pytest.mark.parametrize("kind", ["table", "index"])
def test_of_facts_a_backup_sees_what_check_sees(kind: str, whole: Path, tmp_path: Path) -> None:
    seen = [said for said in _turned(whole, tmp_path, kind, facts=True) if said != ("ok", "ok")]
    assert [backup for _, backup in seen] == [check for check, _ in seen]
    assert seen  # else none of the bits was one that SQLite can notice


@pytest.mark.parametrize("kind", ["table", "index"])
def test_a_backup_is_not_refused_for_more_than_check_finds(kind: str, whole: Path, tmp_path: Path) -> None:
    refused = [check for check, backup in _turned(whole, tmp_path, kind, facts=False) if backup == "refused"]
    assert set(refused) <= {"refused"}


def _turned(whole: Path, folder: Path, kind: str, *, facts: bool) -> Iterator[tuple[str, str]]:
    """What a whole check says of the file, and what a backup does: "ok", "mendable" or "refused"."""
    content, chance = whole.read_bytes(), Random(f"{kind} {facts}")
    with closing(sqlite3.connect(whole)) as connection:
        (size,) = connection.execute("pragma page_size").fetchone()
        made = "select name, tbl_name from sqlite_master where type = ? and rootpage > 0"
        of = f"select m.tbl_name, d.pageno from ({made}) m join dbstat d on d.name = m.name order by d.pageno"
        rows = connection.execute(of, (kind,)).fetchall()
        fetched = file.fact_tables(_look(connection))
    pages = [page for table, page in rows if (table in fetched) is facts]
    for _ in range(BITS):
        at = (chance.choice(pages) - 1) * size + chance.randrange(size)
        turned = folder / "turned.db"
        turned.write_bytes(content[:at] + bytes([content[at] ^ 1 << chance.randrange(8)]) + content[at + 1 :])
        yield _said(turned, file.structure), _said(turned, file.structure_of_facts)


def _said(path: Path, looks: Callable[[Look], Finding]) -> str:
    with closing(sqlite3.connect(f"{path.as_uri()}?mode=ro&immutable=1", uri=True)) as connection:
        connection.text_factory = lambda text: text.decode(errors="replace")
        try:
            found = looks(_look(connection))
        except sqlite3.DatabaseError as error:
            if not is_damage(error):
                raise
            return "refused"
    return "refused" if None in found.remedies else "mendable" if found.faults else "ok"


def _look(connection: sqlite3.Connection) -> Look:
    return Look(connection, Part(), Random(), lambda _done, _left: None)
