"""Programs of others, which start programs of their own: run to their end, or ended with all of them."""

from __future__ import annotations

import os
import signal
import subprocess
from collections.abc import Sequence

WITHIN = 120.0  # seconds; a hundred times what they take
_TRIES = 2  # an office or a browser that hangs says nothing of what it was given


def run(words: Sequence[str], *, within: float = WITHIN) -> subprocess.CompletedProcess[str]:
    """Runs a command line to its end, and once more if it hangs. Raises `subprocess.TimeoutExpired` if it does again.

    `subprocess.run` would end the first process alone, and then wait for the others, which hold its output open.
    """
    for last in (*[False] * (_TRIES - 1), True):
        with subprocess.Popen(
            words, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True
        ) as process:
            try:
                out, err = process.communicate(timeout=within)
            except BaseException as error:
                os.killpg(process.pid, signal.SIGKILL)
                if last or not isinstance(error, subprocess.TimeoutExpired):
                    raise
            else:
                return subprocess.CompletedProcess(words, process.returncode, out, err)
    raise AssertionError
