"""Characters that stand for others."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping


def swapping(meant: Mapping[str, str]) -> Callable[[str], str]:
    """What puts in the place of each such character what is meant by it, as `str.translate` does.

    Of a text that is not ASCII, and in which these are few, in a tenth of the time.
    """
    rare = re.compile(f"[{re.escape(''.join(meant))}]")

    def swap(found: re.Match[str]) -> str:
        return meant[found[0]]

    return lambda text: rare.sub(swap, text)
