"""Programs of others, which start programs of their own: run to their end, or ended with all of them."""

from __future__ import annotations

import os
import signal
import subprocess
from collections.abc import Sequence

WITHIN = 120.0  # seconds; a hundred times what they take


def run(words: Sequence[str], *, within: float = WITHIN) -> subprocess.CompletedProcess[str]:
    """Runs a command line to its end, and once more if it hangs: that says nothing of what it was given.

    Raises `subprocess.TimeoutExpired` if it does again.
    """
    try:
        return _run(words, within)
    except subprocess.TimeoutExpired:
        return _run(words, within)


def _run(words: Sequence[str], within: float) -> subprocess.CompletedProcess[str]:
    """`subprocess.run` would end the first process alone, and then wait for the others, which hold its output open."""
    with subprocess.Popen(
        words, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True
    ) as process:
        try:
            out, err = process.communicate(timeout=within)
        except BaseException:
            os.killpg(process.pid, signal.SIGKILL)
            raise
    return subprocess.CompletedProcess(words, process.returncode, out, err)
