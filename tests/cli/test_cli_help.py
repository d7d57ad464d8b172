"""Help of every command: it is there, its examples are true, and it costs nothing."""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from scraper.cli import main

from .conftest import Run

HEAVY = ("scrapy", "twisted", "trafilatura", "datasette", "lxml", "sqlite_utils", "tqdm", "zstandard", "Stemmer")


def _commands(command: click.Command, names: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], click.Command]]:
    yield names, command
    if isinstance(command, click.Group):
        for name, inner in command.commands.items():
            yield from _commands(inner, (*names, name))


COMMANDS = dict(_commands(main))
EXAMPLES = [
    (names, line.strip())
    for names, command in COMMANDS.items()
    for line in (command.help or "").splitlines()
    if line.strip().startswith("neo-archive ")
]


@pytest.mark.parametrize("names", COMMANDS, ids=" ".join)
@pytest.mark.parametrize("option", ["--help", "-h"])
def test_help_of_every_command(run: Run, names: tuple[str, ...], option: str) -> None:
    said = run(*names, option).output
    assert said.startswith("Usage: ")
    for line in (COMMANDS[names].help or "").replace("\b", "").splitlines()[:1]:
        assert line in said


@pytest.mark.parametrize("names", COMMANDS, ids=" ".join)
def test_every_command_that_does_something_has_an_example_of_its_own(names: tuple[str, ...]) -> None:
    if not isinstance(COMMANDS[names], click.Group):
        assert any(
            example.startswith(f"neo-archive {' '.join(names)}") for where, example in EXAMPLES if where == names
        )


@pytest.mark.parametrize(("where", "example"), EXAMPLES, ids=[example for _, example in EXAMPLES])
def test_examples_are_commands_as_they_are(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, where: tuple[str, ...], example: str
) -> None:
    monkeypatch.chdir(tmp_path)
    words = shlex.split(re.split(r"  | [>|] ", example)[0])[1:]
    for word in words:
        if word.endswith((".html", ".jsonl")):
            Path(word).parent.mkdir(exist_ok=True)
            Path(word).touch()
    command: click.Command = main
    while isinstance(command, click.Group):
        command = command.commands[words.pop(0)]
    with command.make_context(command.name, words) as context:
        assert context.args == []


@pytest.mark.parametrize("names", COMMANDS, ids=" ".join)
def test_every_option_is_explained(names: tuple[str, ...]) -> None:
    for parameter in COMMANDS[names].params:
        if isinstance(parameter, click.Option):
            assert parameter.help, parameter.name


def test_help_imports_nothing_heavy() -> None:
    program = (
        "import contextlib, io, sys\n"
        "from scraper.cli import main\n"
        f"for names in {list(COMMANDS)!r}:\n"
        "    with contextlib.redirect_stdout(io.StringIO()):\n"
        "        main([*names, '--help'], standalone_mode=False)\n"
        f"print([name for name in {HEAVY!r} if name in sys.modules])\n"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"


def test_version_is_the_distributions(run: Run) -> None:
    from importlib.metadata import version

    assert run("--version").output == f"neo-archive, version {version('neo-archive')}\n"


@pytest.mark.parametrize(
    "words", [["nonsense"], ["crawl"], ["crawl", "demo", "--limit", "0"], ["export", "pdf"]], ids=str
)
def test_wrong_use_exits_with_2_and_says_where_help_is(run: Run, words: list[str]) -> None:
    assert "--help" in run(*words, code=2).output
