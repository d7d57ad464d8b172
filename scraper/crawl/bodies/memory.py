"""Memory that a large body took goes back to the system as soon as it is done with."""

from __future__ import annotations

import ctypes

_THRESHOLD = -3  # M_MMAP_THRESHOLD of mallopt(3)
_LARGE = 1024 * 1024  # bytes


def give_back() -> bool:
    """From now on each block of a megabyte or more is mapped, and unmapped when freed; False where there is no glibc.

    Left alone, glibc raises that bound to the largest block it has freed, and keeps holes of that size between others.
    """
    try:
        return bool(ctypes.CDLL(None).mallopt(_THRESHOLD, _LARGE))
    except (AttributeError, OSError, TypeError):
        return False
