"""Hosts of a test's own: network namespaces on one bridge, each with a cable that can be pulled."""

from __future__ import annotations

import os
import subprocess
from contextlib import suppress
from random import Random
from types import TracebackType
from typing import Self


class NoHosts(Exception):
    """No namespaces can be made here; the message says why."""


class Hosts:
    """So many hosts, numbered from 1, and this machine at `here`. Use it as a context."""

    def __init__(self, count: int) -> None:
        chance = Random(os.getpid())
        self._net = f"10.{chance.randint(128, 250)}.{chance.randint(0, 250)}"
        self._name = f"neo{os.getpid() % 100000}"
        self.count = count
        self.here = f"{self._net}.254"

    def line(self, number: int, *command: str) -> list[str]:
        """A command line that runs on a host."""
        return ["ip", "netns", "exec", f"{self._name}-{number}", *command]

    def pull(self, number: int) -> None:
        """Pulls a host's cable."""
        _ip("link", "set", f"{self._name}{number}", "down")

    def plug(self, number: int) -> None:
        """Puts it back."""
        _ip("link", "set", f"{self._name}{number}", "up")

    def __enter__(self) -> Self:
        try:
            _ip("link", "add", self._name, "type", "bridge")
            _ip("addr", "add", f"{self.here}/24", "dev", self._name)
            _ip("link", "set", self._name, "up")
            for number in range(1, self.count + 1):
                self._add(number)
        except (OSError, subprocess.CalledProcessError) as error:
            self.__exit__(None, None, None)
            said = getattr(error, "stderr", "") or str(error)
            raise NoHosts(f"no network namespaces can be made here: {said.strip()}") from error
        return self

    def _add(self, number: int) -> None:
        name, cable = f"{self._name}-{number}", f"{self._name}{number}"
        _ip("netns", "add", name)
        _ip("link", "add", cable, "type", "veth", "peer", "name", "eth0", "netns", name)
        _ip("link", "set", cable, "master", self._name, "up")
        _ip("-n", name, "addr", "add", f"{self._net}.{number}/24", "dev", "eth0")
        _ip("-n", name, "link", "set", "eth0", "up")
        _ip("-n", name, "link", "set", "lo", "up")

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        for number in range(1, self.count + 1):
            with suppress(OSError, subprocess.CalledProcessError):
                _ip("netns", "del", f"{self._name}-{number}")
        with suppress(OSError, subprocess.CalledProcessError):
            _ip("link", "del", self._name)


def _ip(*words: str) -> None:
    subprocess.run(["ip", *words], check=True, capture_output=True, text=True)
