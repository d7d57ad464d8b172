"""One run of libFuzzer, which ends its process: `python -m tests.fuzz.driver FLAG… CORPUS`. Begun by `make fuzz`."""

from __future__ import annotations

import sys
from pathlib import Path

import atheris

URLS = (  # by the first byte of what atheris makes; the rest is the page
    "https://courier.example/2025/07/02/a-story/",
    "https://journal-neo.su/2025/07/02/a-story/",
    "https://news.example/2025/07/02/a-story/",
)

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
with atheris.instrument_imports(include=["scraper.extract"]):
    from fuzz.holding import assert_readable


def page(data: bytes) -> None:
    """Reads what the bytes mean: a place and a page."""
    assert_readable(data[1:], URLS[data[0] % len(URLS)] if data else URLS[0])


if __name__ == "__main__":
    atheris.Setup(sys.argv, page)
    atheris.Fuzz()
