"""What our records say beyond the standard: JSON in a field of our own, which other programs pass over."""

from __future__ import annotations

import json
from collections.abc import Mapping

FIELD = "WARC-Neo-Archive"


def field(said: Mapping[str, object]) -> tuple[tuple[str, str], ...]:
    """The field with this in it, in ASCII; none if there is nothing to say."""
    return ((FIELD, json.dumps(said, sort_keys=True, separators=(",", ":"))),) if said else ()


def read(value: str | None) -> Mapping[str, object]:
    """What `field` wrote; nothing for whatever is no such JSON."""
    try:
        said = json.loads(value or "{}")
    except (ValueError, RecursionError):
        return {}
    return said if isinstance(said, dict) else {}
