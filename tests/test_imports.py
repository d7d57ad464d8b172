"""Which part of the program may know which: read from the sources, lazy imports included."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from importlib.util import find_spec
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent

# A room is a module or folder of `scraper`, or `spiders`; `scraper` itself holds the version alone.
EVERYBODY = {"scraper", "records", "errors"}
MAY_KNOW: Mapping[str, set[str]] = {
    "scraper": set(),
    "records": set(),
    "errors": set(),
    "settings": {"scraper"},
    "publisher": {"errors"},
    "spiders": {"publisher"},
    "demo": set(),
    "swaps": set(),
    "stems": {"swaps"},
    "texts": EVERYBODY | {"stems", "swaps"},
    "processes": set(),
    "warc": {"bodies", "errors", "records"},
    "parts": set(),
    "secrets": {"errors", "settings"},
    "archive": EVERYBODY | {"parts", "stems", "texts"},
    "extract": EVERYBODY | {"publisher", "stems", "swaps", "texts"},
    "readers": EVERYBODY | {"extract", "publisher", "processes"},
    "keep": EVERYBODY | {"extract", "archive", "publisher", "readers"},
    "bodies": {"records", "settings"},
    "crawl": EVERYBODY | {"bodies", "keep", "readers", "extract", "archive", "publisher", "secrets", "settings"},
    "imports": EVERYBODY | {"bodies", "keep", "readers", "extract", "archive", "publisher", "parts", "warc"},
    "cluster": EVERYBODY | {"crawl", "archive", "extract", "publisher", "secrets", "settings"},
    "publish": EVERYBODY | {"archive", "parts", "processes", "warc"},
    "bulk": EVERYBODY | {"bodies", "readers", "extract", "publisher", "archive", "publish", "parts", "warc"},
    "cli": EVERYBODY
    | {"keep", "readers", "extract", "archive", "publisher", "secrets", "settings", "crawl", "publish", "demo"}
    | {"bulk", "cluster", "imports"},
}

# Who may know a library; the others get what it gave as records.
LIBRARIES: Mapping[str, set[str]] = {
    "click": {"cli"},
    "tqdm": {"cli"},
    "scrapy": {"crawl", "cluster"},
    "twisted": {"crawl", "cluster"},
    "redis": {"cluster"},
    "scrapy_redis": {"cluster"},
    "feedparser": {"crawl"},
    "httpx": {"crawl"},
    "protego": {"crawl"},
    "wayback": {"imports"},
    "requests": {"imports"},
    "urllib3": {"imports"},
    "lxml": {"crawl", "extract"},
    "trafilatura": {"extract"},
    "htmldate": {"extract"},
    "py3langid": {"extract"},
    "tld": {"extract"},
    "babel": {"extract"},
    "charset_normalizer": {"extract"},
    "sqlite3": {"archive", "publish", "cli"},
    "sqlite_utils": {"archive"},
    "zstandard": {"archive"},
    "diff_match_patch": {"archive"},
    "Stemmer": {"stems"},
    "numpy": {"texts"},
    "datasette": {"publish"},
    "markupsafe": {"publish"},
    "uvicorn": {"publish"},
    "pyarrow": {"publish"},
    "fsspec": {"bulk", "warc"},
    "xlsxwriter": {"publish"},
    "dask": {"bulk"},
    "distributed": {"bulk"},
}

# A reading is a function of the capture: extraction knows neither clock, disk, network nor chance.
PURE = {"records", "publisher", "texts", "extract"}
IMPURE = set("os pathlib io shutil tempfile time random secrets socket ssl http subprocess sqlite3 threading".split())


@cache
def rooms() -> Mapping[str, list[Path]]:
    found: dict[str, list[Path]] = {}
    for path in [*ROOT.glob("scraper/**/*.py"), *ROOT.glob("spiders/*.py")]:
        found.setdefault(room(path.relative_to(ROOT).with_suffix("").parts), []).append(path)
    return found


def room(parts: tuple[str, ...]) -> str:
    inside = parts[0] == "scraper" and len(parts) > 1 and parts[1] != "__init__"
    return parts[1] if inside else parts[0]


@cache
def imported(path: Path) -> Sequence[str]:
    """The full names that a file imports, anywhere in it."""
    return tuple(_imported(path))


def _imported(path: Path) -> Iterator[str]:
    package = path.relative_to(ROOT).parent.parts
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (name.name for name in node.names)
        elif isinstance(node, ast.ImportFrom):
            near = package[: len(package) - node.level + 1] if node.level else ()
            yield from (".".join((*near, *filter(None, (node.module, name.name)))) for name in node.names)


def known(path: Path) -> set[str]:
    """The rooms that a file imports from."""
    names = [tuple(name.split(".")) for name in imported(path)]
    found = {room(name) for name in names if name[0] in ("scraper", "spiders")}
    return {"scraper" if name.startswith("__") else name for name in found}


def test_every_room_is_in_the_table() -> None:
    assert set(rooms()) == set(MAY_KNOW)


@pytest.mark.parametrize("name", MAY_KNOW)
def test_a_room_knows_only_the_rooms_below_it(name: str) -> None:
    wrong = {str(path.relative_to(ROOT)): known(path) - MAY_KNOW[name] - {name} for path in rooms()[name]}
    assert {path: names for path, names in wrong.items() if names} == {}


def test_nothing_goes_in_a_circle() -> None:
    done: set[str] = set()
    while ready := {name for name, below in MAY_KNOW.items() if name not in done and below <= done}:
        done |= ready
    assert done == set(MAY_KNOW)


@pytest.mark.parametrize("library", LIBRARIES)
def test_a_library_is_known_only_where_it_is_at_home(library: str) -> None:
    users = {name for name, paths in rooms().items() for path in paths if library in tops(path)}
    assert users <= LIBRARIES[library]


@pytest.mark.parametrize("name", sorted(PURE))
def test_what_is_pure_imports_nothing_impure(name: str) -> None:
    wrong = {str(path.relative_to(ROOT)): tops(path) & IMPURE for path in rooms()[name]}
    assert {path: names for path, names in wrong.items() if names} == {}


@pytest.mark.parametrize("name", sorted(PURE))
def test_what_is_pure_does_not_ask_the_clock(name: str) -> None:
    for path in rooms()[name]:
        called = {node.attr for node in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(node, ast.Attribute)}
        assert not called & {"now", "today", "utcnow", "urlopen"}, path


def tops(path: Path) -> set[str]:
    return {name.split(".")[0] for name in imported(path)}


def test_the_command_line_starts_without_its_heavy_libraries() -> None:
    """Importing them takes seconds, which `--help` would take as well."""
    heavy = ["scrapy", "twisted", "trafilatura", "datasette", "sqlite_utils", "lxml", "numpy", "py3langid"]
    heavy += ["pyarrow", "xlsxwriter", "distributed", "fsspec"]
    code = f"import sys, scraper.cli; print([name for name in {heavy} if name in sys.modules])"
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True, timeout=60
    )
    assert done.stdout.strip() == "[]"


def test_rich_is_not_installed() -> None:
    """Some libraries write another kind of output where it is."""
    assert find_spec("rich") is None
