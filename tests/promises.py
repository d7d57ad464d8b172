"""Promises: tests that stand in docs/reliability.md, and the figures that they measured.

    @pytest.mark.promise("Network", "a redirect to {target}", "not followed; the address is missing as off-site")
    def test_redirect_is_not_followed(target: str, measured: Measured) -> None: ...

`{name}` is a parameter of the test. With `--promises FILE` a line of JSON a test is written there.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Protocol

import pytest

_SETUP = pytest.StashKey[float]()  # seconds that a test's fixtures took; of those shared by several, the first test's


class Measured(Protocol):
    """Notes what a test measured, for its line in docs/reliability.md; seconds are the test's own unless given."""

    def __call__(self, *, memory: int = ..., seconds: float = ..., lost: int = ..., figure: str = ...) -> None:
        """`memory` in bytes, of the largest process; `lost` rows; `figure` in words: "200 kills"."""


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--promises", type=Path, help="write what each promise's test measured to this file")
    parser.addoption("--area", action="append", help="only the promises of this area; may be repeated")
    parser.addoption("--thorough", action="store_true", help="as often as docs/reliability.md says, not just a little")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if areas := config.getoption("--area"):
        kept = [item for item in items if (mark := item.get_closest_marker("promise")) and mark.args[0] in areas]
        config.hook.pytest_deselected(items=[item for item in items if item not in kept])
        items[:] = kept


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "promise(area, fault, promised): a line of docs/reliability.md")
    if path := config.getoption("--promises"):
        path.write_text("", encoding="utf-8")


@pytest.fixture
def measured(request: pytest.FixtureRequest) -> Measured:
    def note(**figures: Any) -> None:
        request.node.user_properties += figures.items()

    return note


@pytest.fixture(scope="session")
def thorough(request: pytest.FixtureRequest) -> bool:
    """Whether to take as long as it needs: `--thorough`."""
    return bool(request.config.getoption("--thorough"))


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Iterator[None]:
    report: pytest.TestReport = yield  # type: ignore[assignment]
    mark, path = item.get_closest_marker("promise"), item.config.getoption("--promises")
    if report.when == "setup":
        item.stash[_SETUP] = report.duration
    if mark and path and (report.when == "call" or not report.passed):
        area, fault, promised = mark.args
        given = getattr(item, "callspec", None)
        words = given.params if given else {}
        line = {
            "area": area,
            "fault": fault.format(**words),
            "promised": promised.format(**words),
            "test": item.nodeid,
            "outcome": report.outcome,
            "seconds": report.duration + (item.stash.get(_SETUP, 0.0) if report.when == "call" else 0.0),
            **dict(item.user_properties),
        }
        with path.open("a", encoding="utf-8") as file:
            file.write(json.dumps(line, ensure_ascii=False) + "\n")
    return report  # type: ignore[return-value]
