"""Secrets: passwords and addresses that hold some. They come from the environment, or from a file that only we read."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from scraper.errors import BadInput
from scraper.settings import PROJECT

_OTHERS = 0o077  # permission bits of group and everybody else
_GIVEN = "/run"  # where systemd and containers lay secrets, with permissions of their own


def secret(environment: Mapping[str, str], name: str) -> str:
    """What the variable holds, or the file that the variable `NAME_FILE` names; empty if neither is set.

    Raises what `from_file` does.
    """
    if value := environment.get(name):
        return value
    file = environment.get(f"{name}_FILE")
    return from_file(Path(file)) if file else ""


def from_file(file: Path) -> str:
    """What a file holds.

    Raises `BadInput` if it cannot be read, lies in the project's folder, from which it could get into a
    repository or a backup, or can be read by others. No message shows what it holds.
    """
    try:
        where, mode = file.resolve(), file.stat().st_mode
        held = file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        why = error.strerror if isinstance(error, OSError) else "it is no text in UTF-8"
        raise BadInput(f"the secret in {file} cannot be read: {why}.\nWrite it there, or name another file.") from error
    if where.is_relative_to(PROJECT) and (PROJECT / "scrapy.cfg").is_file():
        raise BadInput(
            f"{file} lies in the project's folder, from which it could be published with it.\n"
            f"Move it elsewhere: mv {file} ~/.config/"
        )
    if mode & _OTHERS and not where.is_relative_to(_GIVEN):
        raise BadInput(f"{file} holds a secret, and others can read it.\nTake that away: chmod 600 {file}")
    return held
