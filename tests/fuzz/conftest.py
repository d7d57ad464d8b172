"""How many examples each property is tried with: a few in every run, many with `--thorough`."""

import pytest
from hypothesis import HealthCheck, settings

FEW, MANY = 60, 3000
SLOW = [HealthCheck.too_slow, HealthCheck.function_scoped_fixture, HealthCheck.data_too_large]

# The same examples at each run: what fails here failed there too.
settings.register_profile(
    "few", max_examples=FEW, derandomize=True, database=None, deadline=None, suppress_health_check=SLOW
)
settings.register_profile("many", max_examples=MANY, database=None, deadline=None, suppress_health_check=SLOW)


@pytest.fixture(autouse=True, scope="session")
def examples(thorough: bool) -> int:
    """How many examples each property is tried with."""
    settings.load_profile("many" if thorough else "few")
    return MANY if thorough else FEW


@pytest.fixture
def tried(examples: int) -> str:
    """The figure in docs/reliability.md."""
    return f"{examples:,} made"
