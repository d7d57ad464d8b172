"""Archives as older versions of this program left them, and what they held when they were made.

python -m storage.schemas NAME CHECKOUT    (in tests/; README.md lists the commits)
"""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from dataclasses import asdict, dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

import zstandard

HERE = Path(__file__).parent
# Columns that every version had; what is in them is a fact, and may never change.
FACTS = {
    "captures": "id, crawl_id, article_id, edition, path, url, kind, fetched, status, headers, sha256, size,"
    " revisit_of",
    "sightings": "article_id, edition, path, source, url, source_url, first_seen, last_seen, lastmod",
    "bodies": "sha256, site, layout, size, dictionary_id, data",
    "dictionaries": "id, site, layout, size, data",
    "crawls": "id, publisher, kind, home, started, finished, outcome, counts, problems, software, extractor",
    "frontier": "id, edition, path, url, month, discovered, fetched, tries",
}


@dataclass(frozen=True, slots=True)
class Noted:
    """What an archive held when it was made, and by which commit."""

    commit: str
    steps: list[str]  # migrations that it had
    counts: dict[str, int]  # fact → rows
    hashes: dict[str, str]  # fact → SHA-256 of its rows
    versions: dict[str, str]  # key by which it is cited → its title


def names() -> list[str]:
    """The archives that are kept here, oldest first."""
    return list(json.loads((HERE / "noted.json").read_text(encoding="utf-8")))


def noted(name: str) -> Noted:
    """What was noted of an archive."""
    return Noted(**json.loads((HERE / "noted.json").read_text(encoding="utf-8"))[name])


def unpacked(name: str, to: Path) -> Path:
    """Writes an archive, as it was left, to a file, which is returned."""
    to.write_bytes(zstandard.decompress((HERE / f"{name}.db.zst").read_bytes()))
    return to


def note(name: str, commit: str, archive: Path) -> None:
    """Keeps an archive that was just made, and what it holds."""
    with closing(sqlite3.connect(archive)) as connection:
        connection.execute("pragma wal_checkpoint(truncate)")
        found = look(connection, commit)
    (HERE / f"{name}.db.zst").write_bytes(zstandard.compress(archive.read_bytes(), 19))
    path = HERE / "noted.json"
    every: dict[str, Any] = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
    every[name] = asdict(found)
    path.write_text(json.dumps(every, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


def look(connection: sqlite3.Connection, commit: str = "") -> Noted:
    """What an archive holds, of whatever version it is."""
    counts, hashes = {}, {}
    for table, columns in FACTS.items():
        rows = connection.execute(f"select {columns} from {table} order by 1, 2, 4").fetchall()
        counts[table], hashes[table] = len(rows), sha256(repr(rows).encode()).hexdigest()
    steps = [step for (step,) in connection.execute("select name from _sqlite_migrations order by name")]
    versions = dict(connection.execute("select id, title from versions order by id"))
    return Noted(commit, steps, counts, hashes, versions)
