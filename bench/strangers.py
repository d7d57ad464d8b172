"""A public site under attack: strangers ask for what would fill the memory or never end, while somebody reads articles.

A snapshot is made of an archive of 30,000 articles, and served as `serve --public --sql` does. First the reader is
alone; then attackers loop over every question of `BOMBS`, each request from another address, so that no limit for
a client protects. Times are of whole requests; memory is that of the server and all its processes.
"""

from __future__ import annotations

import itertools
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from urllib.parse import quote, urlsplit

from bench.many import many, parser
from bench.printing import megabytes, section
from scraper.publish.snapshot import snapshot

BOMBS: Sequence[tuple[str, str]] = (
    ("one huge value", "select randomblob(900000000)"),
    ("one huge text", "select hex(zeroblob(100000000))"),
    ("a wide printf", "select printf('%.*c', 900000000, 'x')"),
    ("instr over huge texts", "select instr(hex(zeroblob(2000000)), hex(zeroblob(1000000)) || '1')"),
    ("replace over huge texts", "select length(replace(hex(zeroblob(2000000)), hex(zeroblob(1000000)) || '1', 'x'))"),
    ("an endless recursion", "with recursive c(x) as (select 1 union all select x + 1 from c) select sum(x) from c"),
    ("LIKE over all bodies", "select count(*) from articles where body like '" + "%a" * 200 + "%z'"),
    ("LIKE of one huge text", "select hex(zeroblob(2400000)) like '" + "%0" * 240 + "1'"),
    ("group_concat of all", "select group_concat(a.body) from articles a, articles b"),
    ("json_group_array of all", "select json_group_array(a.body) from articles a, articles b"),
    (
        "a sorted cross join",
        "select a.body from articles a, articles b, articles c order by a.title || b.title limit 1",
    ),
    ("a large answer", "select a.body from articles a, articles b"),
    ("many columns", "select " + ", ".join(["body"] * 190) + " from articles"),
)
SEARCHES = (
    (
        "a search of thousand beginnings",
        "/archive/search?q=" + quote(" OR ".join(f"{a}{b}*" for a in "abcdefghijklmnopqrs" for b in "aeiouy")),
    ),
    ("a page as large as may be", "/archive/articles?_size=300&_all=on"),
    ("a filter for a pattern", "/archive/articles?body__like=" + quote("%a" * 200 + "%z")),
    (
        "forty facets",
        "/archive/articles?"
        + "&".join(["_facet=title", "_facet=url", "_facet_array=tags", "_facet_date=published"] * 10),
    ),
)


@dataclass(frozen=True, slots=True)
class Read:
    """What a reader waited."""

    times: Sequence[float]  # seconds
    failed: int

    def at(self, share: float) -> str:
        """The time within which this share of the pages came."""
        ordered = sorted(self.times)
        return f"{1000 * ordered[min(int(share * len(ordered)), len(ordered) - 1)]:.0f} ms"


@contextmanager
def served(database: Path) -> Iterator[tuple[int, str]]:
    """The process and address of a public site."""
    program = (
        "import sys; from pathlib import Path; from scraper.publish.public import Public\n"
        "from scraper.publish.site import serve\n"
        "serve(Path(sys.argv[1]), port=0, public=Public(sql=True), ready=lambda address: print(address, flush=True))"
    )
    command = [sys.executable, "-c", program, str(database)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as running:
        assert running.stdout is not None
        try:
            yield running.pid, urlsplit(running.stdout.readline().strip()).netloc
        finally:
            running.terminate()


def attack(
    address: str, paths: Sequence[str], number: int, stop: threading.Event, seen: Counter[tuple[str, int]]
) -> None:
    """Asks one path after the other until told to stop, as ever new clients."""
    for count, at in enumerate(itertools.count(number)):
        if stop.is_set():
            return
        path = paths[at % len(paths)]
        who = {"X-Forwarded-For": f"10.{number}.{count // 250 % 250}.{count % 250}"}
        try:
            with closing(HTTPConnection(address, timeout=60)) as connection:
                connection.request("GET", path, headers=who)
                answer = connection.getresponse()
                answer.read()
                seen[path, answer.status] += 1
        except (OSError, HTTPException):
            seen[path, 0] += 1


def read(address: str, paths: Sequence[str], seconds: float, pause: float = 0.05) -> Read:
    """Reads articles, one after the other."""
    times, failed, end = [], 0, time.monotonic() + seconds
    for count, path in enumerate(itertools.cycle(paths)):
        if time.monotonic() > end:
            break
        began = time.monotonic()
        try:
            with closing(HTTPConnection(address, timeout=60)) as connection:
                connection.request("GET", path, headers={"X-Forwarded-For": f"192.0.2.{count % 250}"})
                answer = connection.getresponse()
                answer.read()
                failed += answer.status != 200
        except (OSError, HTTPException):
            failed += 1
        times.append(time.monotonic() - began)
        time.sleep(pause)
    return Read(times, failed)


def memory(pid: int) -> int:
    """Bytes that a process and all below it hold, shared ones by their share."""
    below = [pid]
    for found in below:
        children = Path(f"/proc/{found}/task").glob("*/children")
        below += [int(number) for path in children for number in path.read_text().split()]
    size = 0
    for found in below:
        try:
            lines = Path(f"/proc/{found}/smaps_rollup").read_text().splitlines()
        except OSError:
            continue
        size += sum(1024 * int(line.split()[1]) for line in lines if line.startswith("Pss:"))
    return size


def watch(pid: int, stop: threading.Event, most: list[int]) -> None:
    """Notes the most memory that was held."""
    while not stop.wait(0.2):
        most[0] = max(most[0], memory(pid))


def main() -> None:
    """Prints the figures."""
    line = parser("strangers", __doc__, articles=30_000)
    line.add_argument("--seconds", type=float, default=40)
    line.add_argument("--attackers", type=int, default=8)
    asked = line.parse_args()
    with many(asked.articles, asked.keep) as archive, tempfile.TemporaryDirectory() as folder:
        made = snapshot(archive.path, Path(folder), datetime.now(UTC))
        database = Path(folder) / made.database
        with closing(sqlite3.connect(database)) as connection:
            articles = [
                f"/archive/articles/{row[0]}" for row in connection.execute("select id from articles limit 400")
            ]
        paths = [*(f"/archive.json?sql={quote(sql)}" for _, sql in BOMBS), *(path for _, path in SEARCHES)]
        with served(database) as (pid, address):
            alone = read(address, articles, asked.seconds / 4)
            before = memory(pid)
            stop, most, seen = threading.Event(), [0], Counter[tuple[str, int]]()
            threads = [threading.Thread(target=watch, args=(pid, stop, most))]
            threads += [
                threading.Thread(target=attack, args=(address, paths, number, stop, seen))
                for number in range(asked.attackers)
            ]
            for thread in threads:
                thread.start()
            under = read(address, articles, asked.seconds)
            stop.set()
            for thread in threads:
                thread.join()
            after = read(address, articles, asked.seconds / 4)
    rows = [
        ("alone", alone.at(0.5), alone.at(0.95), str(len(alone.times)), str(alone.failed), megabytes(before)),
        (
            f"{asked.attackers} attackers",
            under.at(0.5),
            under.at(0.95),
            str(len(under.times)),
            str(under.failed),
            megabytes(most[0]),
        ),
        ("afterwards", after.at(0.5), after.at(0.95), str(len(after.times)), str(after.failed), ""),
    ]
    head = ("an article's page", "p50", "p95", "pages read", "failed", "memory")
    kinds = Counter(status for (_, status), count in seen.items() for _ in range(count))
    answered = ", ".join(f"{count} with {status or 'a broken connection'}" for status, count in sorted(kinds.items()))
    sentence = f"{made.articles:,} articles. The attackers' {sum(kinds.values())} requests were answered: {answered}."
    print(section("Strangers", head, rows, sentence))
    for (name, _), path in zip([*BOMBS, *SEARCHES], paths, strict=True):
        print(
            name, {status: count for (other, status), count in sorted(seen.items()) if other == path}, file=sys.stderr
        )


if __name__ == "__main__":
    main()
