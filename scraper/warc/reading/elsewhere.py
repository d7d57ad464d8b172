"""Files on other machines, as fsspec opens them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def told_apart() -> Iterator[None]:
    """Inside, a server that does not answer is no missing file, for which fsspec's HTTP takes it. Raises `OSError`."""
    try:
        yield
    except FileNotFoundError as error:
        if error.__cause__ is None:
            raise
        raise OSError(f"its server does not give it ({error.__cause__})") from error
