"""Debian's Redis in a folder of its own, which can be killed and started again."""

from __future__ import annotations

import socket
import subprocess
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Self

import redis

PASSWORD = "a password of a test"
_WITHIN = 20.0  # seconds that it may take to begin
_DURABLE = {"appendonly": "yes", "appendfsync": "always", "save": '""'}


@dataclass
class Redis:
    """Use it as a context. `settings` are lines of its configuration."""

    folder: Path
    host: str = "127.0.0.1"
    settings: Mapping[str, str] = field(default_factory=lambda: _DURABLE)
    tls: bool = False

    def __post_init__(self) -> None:
        with socket.socket() as free:
            free.bind((self.host, 0))
            self.port = int(free.getsockname()[1])
        ports = {"port": "0", "tls-port": str(self.port)} if self.tls else {"port": str(self.port)}
        lines = {"bind": self.host, **ports, "dir": str(self.folder), "requirepass": f'"{PASSWORD}"', **self.settings}
        self._file = self.folder / "redis.conf"
        self._file.write_text("".join(f"{name} {value}\n" for name, value in lines.items()), encoding="utf-8")
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        scheme = "rediss" if self.tls else "redis"
        return f"{scheme}://:{PASSWORD.replace(' ', '%20')}@{self.host}:{self.port}/0"

    def start(self) -> None:
        with (self.folder / "redis.log").open("ab") as log:
            self._process = subprocess.Popen(["redis-server", str(self._file)], stdout=log, stderr=log)
        end = time.monotonic() + _WITHIN
        while not self._listens():
            if self._process.poll() is not None or time.monotonic() > end:
                raise RuntimeError(f"Redis does not begin:\n{(self.folder / 'redis.log').read_text()}")
            time.sleep(0.02)

    def _listens(self) -> bool:
        with socket.socket() as client:
            client.settimeout(1)
            return client.connect_ex((self.host, self.port)) == 0

    def kill(self) -> None:
        """Ends it as a power cut would."""
        assert self._process is not None
        self._process.kill()
        self._process.wait()

    def wipe(self) -> None:
        """Takes away what it wrote."""
        for path in self.folder.rglob("*.aof*"):
            path.unlink() if path.is_file() else None

    def client(self) -> redis.Redis:
        return redis.Redis.from_url(self.url)

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.kill()
