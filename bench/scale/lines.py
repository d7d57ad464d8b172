"""What was measured, a JSON object a line."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

from bench.ending import Ended


@dataclass(frozen=True, slots=True)
class Line:
    """One part of a step at one size."""

    step: str
    part: str = ""  # what of it
    wall: float = 0.0  # seconds; of pages, the median
    cpu: float = 0.0  # seconds, of all its processes; of pages, the mean
    memory: int = 0  # bytes, of its largest process at its most
    bytes: int = 0  # that it left on the disk
    count: int = 0  # things that were done: articles, pages
    slowest: float = 0.0  # seconds; of pages, p95

    @classmethod
    def of(cls, step: str, part: str, ended: Ended, *, size: int = 0, count: int = 0) -> Line:
        """A command's. Raises `RuntimeError` with what it said if it failed."""
        if ended.code:
            raise RuntimeError(f"{step} {part} ended with {ended.code}:\n{ended.out}{ended.err}")
        return cls(step, part, ended.seconds, ended.cpu, ended.memory, size, count)


class Results:
    """The file of them."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def add(self, articles: int, line: Line) -> None:
        """Adds a line, with the time and the machine's load of the last minute."""
        said = {"articles": articles, **asdict(line)}
        said |= {"at": datetime.now(UTC).isoformat(timespec="seconds"), "load": round(os.getloadavg()[0], 1)}
        with self._path.open("a", encoding="utf-8") as file:
            file.write(json.dumps(said) + "\n")

    def all(self) -> Iterator[tuple[int, Line]]:
        """Every line, with the size it is of; of a part that was measured several times, each."""
        if not self._path.exists():
            return
        for text in self._path.read_text(encoding="utf-8").splitlines():
            said = json.loads(text)
            yield said["articles"], Line(**{name: said[name] for name in Line.__slots__})

    def has(self, articles: int, step: str) -> bool:
        """Whether a step came to its end at a size."""
        return any(size == articles and line.step == step and line.part == DONE for size, line in self.all())


DONE = "done"  # the part of a step's last line
