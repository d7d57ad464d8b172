"""What our own exports say beyond the standard: see docs/interchange.md."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import replace
from typing import Any

from scraper.records import Address, Capture, Kind
from scraper.warc import said
from scraper.warc.reading.exchanges import Unusable
from scraper.warc.reading.records import Head

FORMAT = 1  # of our exports: the latest that is understood


def said_of(head: Head) -> Mapping[str, Any]:
    """What a record of ours says of itself; nothing, if another program wrote it."""
    return said.read(head.get(said.FIELD))


def of_capture(known: Mapping[str, Any], url: str) -> tuple[Address, Kind]:
    """The address and kind of a capture. Raises `Unusable` if it says none that can be."""
    edition, path = known.get("edition"), known.get("path")
    with suppress(ValueError):
        if isinstance(edition, str) and isinstance(path, str):
            return Address(edition, path, str(known.get("canonical", url))), Kind(str(known.get("kind")))
    raise Unusable("unreadable")


def exact(capture: Capture, known: Mapping[str, Any]) -> Capture:
    """The capture as it was, where the record's head could not say it."""
    head = known.get("head") or {}
    changes: dict[str, Any] = {"server": known.get("server")}
    if isinstance(head, dict):
        changes |= {name: head[name] for name in ("protocol", "reason") if name in head}
        if isinstance(head.get("status"), int):
            changes["status"] = head["status"]
        if "headers" in head:
            changes["headers"] = tuple((str(name), str(value)) for name, value in head["headers"])
    return replace(capture, **changes)
