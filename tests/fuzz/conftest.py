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


def pytest_configure(config: pytest.Config) -> None:
    """Before the tests are imported: a property takes what holds when it is declared."""
    settings.load_profile("many" if config.getoption("--thorough") else "few")


@pytest.fixture
def tried(thorough: bool) -> str:
    """The figure in docs/reliability.md."""
    return f"{MANY if thorough else FEW:,} made"
