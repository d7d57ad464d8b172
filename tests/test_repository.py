"""What lies in the repository: nothing too long, of one machine, unbounded or private."""

from __future__ import annotations

import re
import subprocess
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement

ROOT = Path(__file__).parent.parent
LONGEST = 250  # lines of a Python file; a longer one becomes a folder
MACHINE = re.compile(r"(?<![\w.*])/(?:work|root|home|Users)/\w")
SPELLED = re.compile(r"[A-Za-z0-9][\w.-]*==\d[\w.!+]*")
PRIVATE = re.compile(
    r"(^|/)(archive\.db|exports/|\.venv|__pycache__/|[^/]*\.egg-info/|[^/]*\.(db|sqlite|warc(\.gz)?|log)$)"
)
UNBOUNDED = {"tzdata"}  # data, numbered by year: a new one is never a break


def tracked() -> list[Path]:
    """The repository's files that are there. Skips where this is no checkout."""
    try:
        done = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True)
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("this is no git checkout")
    return [path for name in done.stdout.split("\0") if name and (path := ROOT / name).is_file()]


def constraints() -> dict[str, str]:
    """The versions to install by: name, in lower case and with hyphens, to version."""
    lines = (ROOT / "constraints.txt").read_text(encoding="utf-8").split()
    if not lines:
        pytest.skip("constraints.txt is not filled yet")
    return {canonical(name): version for name, _, version in (line.partition("==") for line in lines)}


def requirements(*extras: str) -> list[Requirement]:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    named = [*project["dependencies"], *(line for extra in extras for line in project["optional-dependencies"][extra])]
    return [Requirement(line) for line in named]


def canonical(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def test_no_file_of_the_program_is_too_long() -> None:
    ours = [path for path in tracked() if path.suffix == ".py" and path.relative_to(ROOT).parts[0] != "tests"]
    long = {str(path.relative_to(ROOT)): len(path.read_text(encoding="utf-8").splitlines()) for path in ours}
    assert {path: lines for path, lines in long.items() if lines > LONGEST} == {}


def test_no_file_names_a_path_of_one_machine() -> None:
    found = {}
    for path in tracked():
        lines = path.read_text(encoding="utf-8", errors="replace").splitlines()
        if hits := [number for number, line in enumerate(lines, 1) if MACHINE.search(line)]:
            found[str(path.relative_to(ROOT))] = hits
    assert found == {}


def test_nothing_private_or_made_is_tracked() -> None:
    names = [path.relative_to(ROOT).as_posix() for path in tracked()]
    assert [name for name in names if PRIVATE.search(name)] == []


def test_constraints_are_names_and_versions_alone() -> None:
    constraints()
    lines = (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
    assert [line for line in lines if not SPELLED.fullmatch(line)] == []


@pytest.mark.parametrize("needed", requirements("test"), ids=lambda needed: needed.name)
def test_every_dependency_has_an_upper_bound(needed: Requirement) -> None:
    bounds = {specifier.operator for specifier in needed.specifier}
    assert bounds & {"<", "<=", "==", "~="} or needed.name in UNBOUNDED


@pytest.mark.parametrize("needed", requirements("test"), ids=lambda needed: needed.name)
def test_every_dependency_is_constrained_to_a_version_that_fits(needed: Requirement) -> None:
    version = constraints().get(canonical(needed.name))
    assert version is not None
    assert needed.specifier.contains(version)
