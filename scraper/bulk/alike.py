"""Which software reads here: a page reads the same only where it is the same."""

from __future__ import annotations

import platform
import re
from collections.abc import Mapping
from functools import lru_cache
from hashlib import sha256
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path

import scraper
from scraper.extract import EXTRACTOR

_ROOTS = ("neo-archive", "distributed")
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")


@lru_cache(maxsize=1)
def software() -> Mapping[str, str]:
    """Everything that decides how a page is read, by name: Python, the extractor, our source, each package.

    Packages are those that neo-archive and Dask need, and what these need; not the extras.
    """
    return {
        "Python": ".".join(platform.python_version_tuple()[:2]),
        "the extractor": str(EXTRACTOR),
        "neo-archive's source": _source(Path(scraper.__file__).parent),
        **_packages(),
    }


@lru_cache(maxsize=1)
def mark() -> str:
    """SHA-256 of `software`: what each piece of work carries, to be done by no other."""
    return sha256(repr(sorted(software().items())).encode()).hexdigest()


def differences(mine: Mapping[str, str], theirs: Mapping[str, str]) -> Mapping[str, tuple[str, str]]:
    """What differs, as (here, there); "none" for what one of them does not have."""
    names = sorted(mine.keys() | theirs.keys())
    pairs = {name: (mine.get(name, "none"), theirs.get(name, "none")) for name in names}
    return {name: (here, there) for name, (here, there) in pairs.items() if here != there}


def _packages() -> Mapping[str, str]:
    found: dict[str, str] = {}
    waiting = list(_ROOTS)
    while waiting:
        try:
            package = distribution(waiting.pop())
        except PackageNotFoundError:  # for another system or Python
            continue
        name = re.sub(r"[-_.]+", "-", package.name).lower()
        if name not in found:
            found[name] = package.version
            needed = [line for line in package.requires or () if "extra ==" not in line]
            waiting += [match[0] for line in needed if (match := _NAME.match(line))]
    return found


def _source(folder: Path) -> str:
    """Twelve digits of the SHA-256 of our own files, so that a change without a new version is seen as well."""
    known = sha256()
    for path in sorted(path for path in folder.rglob("*") if path.suffix in (".py", ".toml")):
        known.update(f"{path.relative_to(folder).as_posix()}\n".encode())
        known.update(sha256(path.read_bytes()).digest())
    return known.hexdigest()[:12]
