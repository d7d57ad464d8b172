"""What stands beside an exported file: its manifest, and the data package of its folder."""

from __future__ import annotations

import fcntl
import json
import os
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from zlib import crc32

from scraper.publish.export.columns import Column, Type
from scraper.publish.export.facts import SOFTWARE, Facts
from scraper.publish.export.whole import Sink, whole
from scraper.publish.export.writing import Written

_PACKAGE = "datapackage.json"
_OURS = "neo-archive"  # how the packages that we may write over say who made them
_MEDIA: Mapping[str, str] = {
    "csv": "text/csv",
    "jsonl": "application/jsonl",
    "parquet": "application/vnd.apache.parquet",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
_TYPES: Mapping[Type, str] = {
    "text": "string",
    "integer": "integer",
    "number": "number",
    "date": "date",
    "moment": "datetime",
    "bytes": "string",
    "any": "string",
}
_TERMS = "The texts belong to their authors and publishers. No licence is known for them, and none is stated here."
_DIALECT = {
    "csvddfVersion": 1.2,
    "delimiter": ",",
    "lineTerminator": "\r\n",
    "quoteChar": '"',
    "doubleQuote": True,
    "skipInitialSpace": False,
    "header": True,
    "caseSensitiveHeader": True,
}


def put(target: Path, size: int, sha256: str, written: Written, facts: Facts) -> tuple[Path, Path]:
    """Writes the manifest, and the file's place in its folder's data package; returns both paths.

    The package keeps its other files, as long as they are there. One that somebody else made is left
    as it is: then this file has a package of its own, `FILE.datapackage.json`. Raises `DiskFull` or
    `Unwritable`.
    """
    manifest = target.with_name(f"{target.name}.manifest.json")
    _write(manifest, _manifest(target.name, size, sha256, written, facts))
    with _alone(target.parent):
        package = target.with_name(_PACKAGE)
        others = _others(package, target.name)
        if others is None:
            package, others = target.with_name(f"{target.name}.{_PACKAGE}"), []
        resource = _resource(target.name, size, sha256, written, facts)
        _write(package, _package(sorted([*others, resource], key=lambda one: str(one["path"])), facts))
    return manifest, package


def retract(target: Path) -> None:
    """Takes back what is said of a file that another is to replace: what stands beside it never tells of another.

    Raises `DiskFull` or `Unwritable`.
    """
    package = target.with_name(_PACKAGE)
    with _alone(target.parent):
        others = _others(package, target.name)
        if others:
            _write(package, json.loads(package.read_text(encoding="utf-8")) | {"resources": others})
        elif others is not None:
            package.unlink(missing_ok=True)
    for name in (f"{target.name}.{_PACKAGE}", f"{target.name}.manifest.json"):
        target.with_name(name).unlink(missing_ok=True)


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """Two exports into one folder change its package one after the other."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


def described(name: str, sha256: str, written: Written, facts: Facts) -> dict[str, object]:
    """What a manifest says of a file, or of a folder of files, but for its size."""
    publishers = ", ".join(name for name, _ in facts.publishers) or "no publisher"
    rows = f"{written.rows:,} row{'' if written.rows == 1 else 's'}"
    return {
        "file": name,
        "format": facts.form,
        "rows": written.rows,
        "sha256": sha256,
        "row": facts.row,
        "columns": [_named(column) for column in written.columns],
        "options": dict(facts.options),
        "sql": facts.sql,
        "parameters": dict(facts.values),
        "archive": facts.archive(),
        "software": SOFTWARE,
        "made": facts.made,
        "how_to_cite": f"News archive of {publishers}, state of {facts.crawled or 'before its first crawl'}, {rows} "
        f"exported with {SOFTWARE} on {facts.made[:10]} as {name}, SHA-256 {sha256}.",
        "terms": _TERMS,
    }


def _manifest(name: str, size: int, sha256: str, written: Written, facts: Facts) -> dict[str, object]:
    changed: dict[str, object] = {
        "cut": written.cut,
        "defused": written.defused,
        "cells": [
            {"row": cell.row, "column": cell.column, "what": cell.what, "length": cell.length} for cell in written.cells
        ],
        "not_listed": written.cut + written.defused - len(written.cells),
    }
    return {
        **described(name, sha256, written, facts),
        "bytes": size,
        **({"changed_for_spreadsheets": changed} if written.cut or written.defused else {}),
    }


def _named(column: Column) -> dict[str, str]:
    return {"name": column.name, "type": column.type, "description": column.description}


def _package(resources: list[dict[str, Any]], facts: Facts) -> dict[str, object]:
    return {
        "profile": "data-package",
        "name": "neo-archive-export",
        "title": f"Exports of the news archive of {', '.join(name for name, _ in facts.publishers) or 'no publisher'}",
        "description": f"Each file has a manifest beside it, which says what it is of and how to cite it. {_TERMS}",
        "created": facts.made,
        "tree_head": facts.archive()["tree_head"],
        "generator": SOFTWARE,
        "sources": [
            {"title": name, **({"path": home} if home and home.startswith(("http://", "https://")) else {})}
            for name, home in facts.publishers
        ],
        "resources": resources,
    }


def _resource(name: str, size: int, sha256: str, written: Written, facts: Facts) -> dict[str, Any]:
    found: dict[str, Any] = {
        "name": _slug(name),
        "path": name,
        "title": f"One row a {facts.row}" if facts.row in ("article", "version", "story") else facts.row,
        "format": facts.form,
        "mediatype": _MEDIA[facts.form],
        "encoding": "utf-8",
        "bytes": size,
        "hash": f"sha256:{sha256}",
        "schema": {"fields": [_field(column) for column in written.columns], "missingValues": [""]},
    }
    if facts.form == "csv":
        found |= {"profile": "tabular-data-resource", "dialect": _DIALECT}
    if key := next((one for one in ("version_id", "story", "id") if _is_key(one, written, facts)), None):
        found["schema"]["primaryKey"] = key
    return found


def _slug(name: str) -> str:
    """A file's name in the letters that names of resources may have; different for different files."""
    plain = re.sub(r"[^a-z0-9._-]+", "-", name.lower())
    return plain if plain == name else f"{plain}-{crc32(name.encode()):08x}"


def _field(column: Column) -> dict[str, Any]:
    found: dict[str, Any] = {"name": column.name, "type": _TYPES[column.type]}
    if column.type == "bytes":
        found["format"] = "binary"
    if column.description:
        found["description"] = column.description
    if column.required:
        found["constraints"] = {"required": True}
    return found


def _is_key(name: str, written: Written, facts: Facts) -> bool:
    keys = {"article": "id", "version": "version_id", "story": "story"}
    return keys.get(facts.row) == name and any(column.name == name for column in written.columns)


def _others(package: Path, name: str) -> list[dict[str, Any]] | None:
    """The other files of the folder's package that are still there; None if somebody else made it."""
    if not package.exists():
        return []
    try:
        found = json.loads(package.read_text(encoding="utf-8"))
        if not found["generator"].startswith(_OURS):
            return None
        return [one for one in found["resources"] if one["path"] != name and package.with_name(one["path"]).is_file()]
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None


def _write(path: Path, content: dict[str, object]) -> None:
    sink = Sink()
    with whole(path, sink):
        sink.write((json.dumps(content, ensure_ascii=False, indent=1) + "\n").encode())
