"""The root of the tree."""

from __future__ import annotations


class ArchiveError(Exception):
    """The root of the tree; the message is for a person."""

    exit_code = 1
