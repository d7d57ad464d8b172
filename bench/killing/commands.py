"""A command that is killed while it works, and run to its end after that."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

from bench.crawling import ROOT
from bench.ending import end
from bench.holdings import Holdings

ARCHIVE = "archive.db"  # in the folder of a command
_MAIN = "from scraper.cli import main; main()"
_LOOK = 0.001  # seconds between two looks at whether it is at work
_LONGEST = 120.0  # seconds that any of them may take
_IN_A_ROW = 3  # kills, before it may come to its end


@dataclass(frozen=True, slots=True)
class Victim:
    """A command, and how what it leaves is looked at. Each function gets the command's folder."""

    name: str
    words: Sequence[str]
    prepare: Callable[[Path], object]  # fills an empty folder
    works: Callable[[Path], bool]  # whether it has begun what is to be interrupted
    outcome: Callable[[Path], object]  # what it is there for; equal to an undisturbed run's
    half: Callable[[Path], Iterator[str]] = field(default=lambda _folder: iter(()))  # what must not be after a kill
    steps: bool = False  # what it does is committed bit by bit; else all at once


@dataclass(slots=True)
class Survived:
    """What came of it."""

    kills: int = 0
    ended: int = 0  # times when it had ended before the kill came
    rows: int = 0  # that were held against a later moment, one by one
    lost: list[str] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)
    memory: int = 0  # bytes of the largest process, run to its end


def survive(victim: Victim, folder: Path, kills: int, seed: int = 0) -> Survived:
    """Kills a command so many times, at moments of chance, and lets it end after every third."""
    chance, found = Random(f"{victim.name} {seed}"), Survived()
    calm = _fresh(victim, folder / "calm")
    before = victim.outcome(calm)
    span = _calm(victim, calm)
    wanted = victim.outcome(calm)
    if wanted == before:
        raise RuntimeError(f"{victim.name} changes nothing:\n{(folder / 'said.log').read_text()}")
    while found.kills < kills:
        place = _fresh(victim, folder / str(found.kills + found.ended))
        for _ in range(min(_IN_A_ROW, kills - found.kills)):
            if not _kill(victim, place, chance.uniform(0, span), found):
                break
            allowed = None if victim.steps else (before, wanted)
            found.wrong += _damage(place) + list(victim.half(place))
            if allowed and victim.outcome(place) not in allowed:
                found.wrong.append(f"{victim.name}: what a kill left is neither what was there nor what was to be")
        _finish(victim, place, wanted, found)
        if found.ended > 3 * kills + 10:
            raise RuntimeError(f"{victim.name} ends before it can be killed")
    return found


def _fresh(victim: Victim, place: Path) -> Path:
    place.mkdir(parents=True)
    victim.prepare(place)
    return place


def _line(victim: Victim, place: Path) -> list[str]:
    words = [word.format(folder=place) for word in victim.words]
    return [sys.executable, "-c", _MAIN, *words, "--archive", str(place / ARCHIVE)]


def _start(victim: Victim, place: Path) -> subprocess.Popen[bytes]:
    with (place.parent / "said.log").open("ab") as said:
        return subprocess.Popen(_line(victim, place), cwd=ROOT, stdout=said, stderr=said)


def _calm(victim: Victim, place: Path) -> float:
    """Seconds that it is at work for, undisturbed."""
    process = _start(victim, place)
    _until(process, lambda: victim.works(place))
    began = time.monotonic()
    process.wait(_LONGEST)
    return time.monotonic() - began


def _kill(victim: Victim, place: Path, wait: float, found: Survived) -> bool:
    """Kills it so many seconds after it began to work; whether it was still there."""
    process = _start(victim, place)
    _until(process, lambda: victim.works(place))
    end_ = time.monotonic() + wait
    _until(process, lambda: time.monotonic() >= end_)
    seen = Holdings.of(place / ARCHIVE)
    process.kill()
    code = process.wait()
    if code > 0:
        raise RuntimeError(f"{victim.name} ended with {code}:\n{(place.parent / 'said.log').read_text()}")
    found.kills += code < 0
    found.ended += code == 0
    found.rows += len(seen)
    found.lost += seen.lost(Holdings.of(place / ARCHIVE))
    return code < 0


def _until(process: subprocess.Popen[bytes], holds: Callable[[], bool]) -> None:
    while not holds() and process.poll() is None:
        time.sleep(_LOOK)


def _finish(victim: Victim, place: Path, wanted: object, found: Survived) -> None:
    """Lets it come to its end, and compares."""
    seen = Holdings.of(place / ARCHIVE)
    done = end(_line(victim, place), within=_LONGEST, cwd=ROOT)
    if done.code:
        found.wrong.append(f"{victim.name} ends with {done.code} after a kill: {done.err}")
    found.memory = max(found.memory, done.memory)
    if not done.code and victim.outcome(place) != wanted:
        found.wrong.append(f"{victim.name} does not give after a kill what it gives undisturbed")
    found.lost += seen.lost(Holdings.of(place / ARCHIVE))
    found.rows += len(seen)
    found.wrong += _damage(place)
    found.wrong += [f"{path.name} was left behind" for path in place.rglob(".*")]


def _damage(place: Path) -> list[str]:
    """What SQLite finds wrong with the archive."""
    path = place / ARCHIVE
    if not path.exists() or not path.stat().st_size:
        return []
    with closing(sqlite3.connect(path, timeout=30)) as connection:
        said = connection.execute("pragma integrity_check").fetchall()
        loose = connection.execute("pragma foreign_key_check").fetchall()
    found = [] if said == [("ok",)] else [f"SQLite finds the file damaged: {said[0][0]}"]
    return found + ([f"{len(loose)} rows point to rows that are not there"] if loose else [])
