"""What every test may use, and how many run at once."""

import os

import pytest
from promises import (
    measured,
    pytest_addoption,
    pytest_collection_modifyitems,
    pytest_configure,
    pytest_runtest_makereport,
    thorough,
)

__all__ = [
    "measured",
    "pytest_addoption",
    "pytest_collection_modifyitems",
    "pytest_configure",
    "pytest_runtest_makereport",
    "thorough",
]


def pytest_xdist_auto_num_workers(config: pytest.Config) -> int:
    """Three files on two cores: a crawl that keeps its pace, or a host that is cut off, waits most of the time."""
    return max(len(os.sched_getaffinity(0)) * 3 // 2, 1)
