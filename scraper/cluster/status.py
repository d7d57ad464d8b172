"""How crawls on several hosts are, as Redis knows it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from scraper.cluster.line import Line
from scraper.cluster.orders import holder, ordered
from scraper.cluster.shared import PREFIX, RENEWED

_ALIVE = 3 * RENEWED * 1000  # milliseconds since a worker was last heard of


@dataclass(frozen=True, slots=True)
class Status:
    """One publisher's."""

    publisher: str
    ordered: bool
    writer: str | None  # that carries it out
    waiting: int  # jobs that nobody has taken
    leased: int  # that a worker has
    unkept: int  # answers that are not committed yet
    size: int  # bytes of these
    workers: Sequence[str]  # that are alive
    aside: Sequence[tuple[str, str]]  # the last entries that were set aside: why, and how they begin
    counts: dict[str, int]  # answered, late, leases lost, set aside: since Redis was empty
    hold: float  # seconds until the publisher may be asked again, because it wants that


def statuses(line: Line) -> Sequence[Status]:
    """One for each publisher that was ever ordered or worked for, by name. Raises what `Line.call` does."""
    orders = ordered(line)
    found: Any = line.call(lambda: list(line.client.scan_iter(f"{PREFIX}:*:*", count=500)))
    names = {key.decode("utf-8", "replace").split(":")[1] for key in found} | set(orders)
    return [_status(line, name, name in orders) for name in sorted(names)]


def _status(line: Line, name: str, is_ordered: bool) -> Status:
    def key(part: str) -> str:
        return f"{PREFIX}:{name}:{part}"

    def ask() -> list[Any]:
        with line.client.pipeline(transaction=True) as pipe:
            pipe.time()
            pipe.zcard(key("requests"))
            pipe.zcard(key("leases"))
            pipe.xlen(key("answers"))
            pipe.hgetall(key("counts"))
            pipe.zrange(key("workers"), 0, -1, withscores=True)
            pipe.xrevrange(key("aside"), count=5)
            pipe.hget(key("pace"), "until")
            return list(pipe.execute())

    time, waiting, leased, unkept, counts, workers, aside, until = line.call(ask)
    now = time[0] * 1000 + time[1] // 1000
    counted = {name.decode(): int(count) for name, count in counts.items()}
    return Status(
        name,
        is_ordered,
        holder(line, name),
        waiting,
        leased,
        unkept,
        counted.pop("bytes", 0),
        [worker.decode("utf-8", "replace") for worker, seen in workers if now - seen < _ALIVE],
        [(_text(fields, b"why"), _text(fields, b"what")) for _, fields in aside or () if fields],
        {word: count for word, count in sorted(counted.items()) if word != "pushed"},
        max((int(until or 0) - now) / 1000, 0.0),
    )


def _text(fields: dict[bytes, bytes], name: bytes) -> str:
    return "".join(sign if sign.isprintable() else "·" for sign in fields.get(name, b"").decode("utf-8", "replace"))
