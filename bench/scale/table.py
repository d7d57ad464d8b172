"""The tables of docs/scale.md: what was measured at each size, and how it grew from the smallest to the largest."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from bench.printing import machine, megabytes
from bench.scale.asking import FLAT
from bench.scale.lines import DONE, Line

GROWTH = 1.2  # times the smallest size's CPU: an article's in bulk work, a whole crawl's, a page's
SLACK = 0.003  # seconds of CPU, by which a page may be longer whatever it was: others work on the machine
_BULK = ("store", "insert", "rebuild", "sweep", "check", "backup", "snapshot", "export")
_PIECES = ("store", "insert")  # of whose lines each is a part
_WORDS = {
    "store": "pages stored",
    "insert": "pages read and kept, as by a crawl",
    "sweep": "a sweep: every sitemap read, nothing new",
}
_CRAWLS = "nothing-new"
_SHOWN = 16  # tables and indexes, the largest
Found = Mapping[tuple[str, str], Mapping[int, Line]]  # (step, part) → size → the line


def tables(lines: Iterable[tuple[int, Line]]) -> str:
    """All of them, as markdown."""
    lines = list(lines)
    found, sizes = _sorted(lines), sorted({size for size, _ in lines})
    if not sizes:
        return "Nothing is measured yet; say --articles."
    head = [f"{size:,}" for size in sizes]
    parts = [
        f"{machine()}.",
        _table(["bulk work: CPU (time)", *head, "an article, growth", "memory"], _bulk(found, sizes)),
        _table(["a crawl, a page: CPU (time)", *head, "growth", "memory"], _flat(found, sizes)),
        _table(["bytes an article", *head, "of the file"], _bytes(found, sizes)),
    ]
    return "\n\n".join(parts)


def faults(lines: Iterable[tuple[int, Line]]) -> list[str]:
    """What grew more than it may, in words: bulk work more than linear, the rest at all."""
    found = _sorted(lines)
    said = []
    for (step, part), at in found.items():
        smallest, largest = at[min(at)], at[max(at)]
        if step in _BULK and _each(largest) > GROWTH * _each(smallest):
            said.append(f"{step} {part}: {_each(largest) / _each(smallest):.2f} times as much CPU an article".strip())
        if step == _CRAWLS and largest.cpu > GROWTH * smallest.cpu:
            said.append(f"a crawl with nothing new: {largest.cpu / smallest.cpu:.2f} times as much CPU")
        if step == "pages" and part in FLAT and largest.cpu > GROWTH * smallest.cpu + SLACK:
            said.append(f"{part}: {largest.cpu / smallest.cpu:.2f} times as much CPU")
    return said


def _sorted(lines: Iterable[tuple[int, Line]]) -> Found:
    """Pieces of one step are added up, of crawls the one in the middle stands, of others the last that was measured."""
    lines = [(size, line) for size, line in lines if line.part != DONE]
    found: dict[tuple[str, str], dict[int, Line]] = {}
    for size, line in lines:
        together = line.step in (*_PIECES, _CRAWLS)
        found.setdefault((line.step, "" if together else line.part), {})[size] = line
    for size in {size for size, _ in lines}:
        for step in _PIECES:
            if pieces := [line for at, line in lines if at == size and line.step == step]:
                found[step, ""][size] = _added(pieces)
        if crawls := [line for at, line in lines if at == size and line.step == _CRAWLS]:
            found[_CRAWLS, ""][size] = sorted(crawls[-3:], key=lambda line: line.cpu)[len(crawls[-3:]) // 2]
    return found


def _added(pieces: Sequence[Line]) -> Line:
    wall, cpu = sum(line.wall for line in pieces), sum(line.cpu for line in pieces)
    most, count = max(line.memory for line in pieces), sum(line.count for line in pieces)
    return Line(pieces[0].step, "", wall, cpu, most, count=count)


def _bulk(found: Found, sizes: Sequence[int]) -> Iterator[list[str]]:
    for step in _BULK:
        for name, at in ((f"{step} {part}".strip(), at) for (its, part), at in found.items() if its == step):
            smallest, largest = at[min(at)], at[max(at)]
            cells = [f"{at[size].cpu:,.0f} s ({at[size].wall:,.0f} s)" if size in at else "" for size in sizes]
            each = f"{_each(smallest) * 1000:.2f} → {_each(largest) * 1000:.2f} ms, {_ratio(smallest, largest)}"
            yield [_WORDS.get(step, f"`{name}`"), *cells, each, megabytes(largest.memory)]


def _ratio(smallest: Line, largest: Line) -> str:
    return f"{_each(largest) / _each(smallest):.2f}" if _each(smallest) else ""


def _each(line: Line) -> float:
    """Seconds of CPU an article."""
    return line.cpu / line.count if line.count else 0.0


def _flat(found: Found, sizes: Sequence[int]) -> Iterator[list[str]]:
    for (step, part), at in found.items():
        if step not in (_CRAWLS, "pages"):
            continue
        unit, times = ("s", 1) if step == _CRAWLS else ("ms", 1000)
        cells = [
            f"{at[size].cpu * times:,.1f} {unit} ({at[size].wall * times:,.1f})" if size in at else "" for size in sizes
        ]
        smallest, largest = at[min(at)], at[max(at)]
        grown = f"{largest.cpu / smallest.cpu:.2f}" if smallest.cpu else ""
        wanted = " (wanted: flat)" if step == _CRAWLS or part in FLAT else ""
        name = "a crawl with nothing new" if step == _CRAWLS else part
        yield [name, *cells, grown + wanted, megabytes(largest.memory)]


def _bytes(found: Found, sizes: Sequence[int]) -> Iterator[list[str]]:
    of = {part: at for (step, part), at in found.items() if step == "size"}
    if not of:
        return
    last = max(of["the file"])
    for name in sorted(of, key=lambda name: -of[name][last].bytes if last in of[name] else 0)[: _SHOWN + 1]:
        cells = [f"{of[name][size].bytes / size:,.0f}" if size in of[name] else "" for size in sizes]
        share = of[name][last].bytes / of["the file"][last].bytes if last in of[name] else 0
        yield [f"`{name}`" if name != "the file" else name, *cells, f"{share:.0%}"]


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    return "\n".join(f"| {' | '.join(row)} |" for row in (head, ["---"] * len(head), *rows))
