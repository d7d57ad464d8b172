"""What every test may use."""

from order import longest_first
from promises import (
    measured,
    pytest_addoption,
    pytest_collection_modifyitems,
    pytest_configure,
    pytest_runtest_makereport,
    thorough,
)

__all__ = [
    "longest_first",
    "measured",
    "pytest_addoption",
    "pytest_collection_modifyitems",
    "pytest_configure",
    "pytest_runtest_makereport",
    "thorough",
]
