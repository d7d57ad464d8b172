"""What our records say beyond the standard: JSON in a field that other programs know and pass over."""

from __future__ import annotations

import json
from collections.abc import Mapping

FIELD = "WARC-JSON-Metadata"
_OURS = "neo-archive"


def field(said: Mapping[str, object]) -> tuple[tuple[str, str], ...]:
    """The field with this in it, in ASCII; none if there is nothing to say."""
    return ((FIELD, json.dumps({_OURS: said}, sort_keys=True, separators=(",", ":"))),) if said else ()


def read(value: str | None) -> Mapping[str, object]:
    """What `field` wrote; nothing for whatever somebody else did."""
    try:
        said = json.loads(value or "{}")
        found = said.get(_OURS, {}) if isinstance(said, dict) else {}
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}
