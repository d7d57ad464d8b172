"""Addresses on pages that are kept: without the host that somebody asked for."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from datasette import hookimpl


@hookimpl  # type: ignore[untyped-decorator]
def prepare_jinja2_environment(env: Any) -> None:
    """Gives templates `address|local`."""
    env.filters["local"] = local


def local(address: str) -> str:
    """An address of this site without scheme and host."""
    parts = urlsplit(address)
    return parts.path + (f"?{parts.query}" if parts.query else "")
