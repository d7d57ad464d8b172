"""A scrapyd of a test's own, in a folder and on a port of its own."""

from __future__ import annotations

import os
import socket
import subprocess
import sysconfig
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx

TIMEOUT = 60  # seconds; a job takes three
CONF = """
[scrapyd]
http_port = {port}
poll_interval = 0.1
jobs_to_keep = 9
"""


@dataclass(frozen=True, slots=True)
class Scrapyd:
    """A running scrapyd."""

    address: str
    folder: Path  # in which it runs

    def get(self, service: str, **asked: str) -> dict[str, Any]:
        """What a service answers, if it is content."""
        return self._content(httpx.get(f"{self.address}/{service}.json", params=asked, timeout=TIMEOUT))

    def run(self, project: str, spider: str, **arguments: str) -> str:
        """Schedules a spider, and waits until it is done; returns its log."""
        said = {"project": project, "spider": spider, **arguments}
        job = self._content(httpx.post(f"{self.address}/schedule.json", data=said, timeout=TIMEOUT))["jobid"]
        end = time.monotonic() + TIMEOUT
        while job not in {found["id"] for found in self.get("listjobs", project=project)["finished"]}:
            assert time.monotonic() < end, "the job does not end"
            time.sleep(0.05)
        return (self.folder / "logs" / project / spider / f"{job}.log").read_text(encoding="utf-8")

    @staticmethod
    def _content(response: httpx.Response) -> dict[str, Any]:
        found: dict[str, Any] = response.json()
        assert found["status"] == "ok", found
        return found


@contextmanager
def scrapyd(python: Path, folder: Path, **env: str) -> Iterator[Scrapyd]:
    """Runs scrapyd by a Python, in a folder, which is made if need be."""
    folder.mkdir(exist_ok=True)
    with socket.create_server(("127.0.0.1", 0)) as found:
        port = found.getsockname()[1]
    (folder / "scrapyd.conf").write_text(CONF.format(port=port))
    with (
        (folder / "scrapyd.log").open("wb") as log,
        subprocess.Popen(
            [python, "-m", "scrapyd"], cwd=folder, env=_environment(folder) | env, stdout=log, stderr=log
        ) as process,
    ):
        try:
            end = time.monotonic() + TIMEOUT
            while f"starting on {port}" not in (folder / "scrapyd.log").read_text():
                assert process.poll() is None, (folder / "scrapyd.log").read_text()
                assert time.monotonic() < end, "scrapyd does not begin"
                time.sleep(0.05)
            yield Scrapyd(f"http://127.0.0.1:{port}", folder)
        finally:
            process.terminate()


def bare_python(folder: Path, python: str) -> Path:
    """A Python that has every installed library, but not neo-archive."""
    subprocess.run([python, "-m", "venv", "--without-pip", folder], check=True)
    paths = {"base": str(folder), "platbase": str(folder)}
    libraries = dict.fromkeys(sysconfig.get_path(name) for name in ("purelib", "platlib"))
    # A .pth file in a folder that a .pth file names is not read: so the editable install stays out.
    Path(sysconfig.get_path("purelib", "venv", paths), "libraries.pth").write_text("\n".join(libraries))
    return folder / "bin" / "python"


def _environment(home: Path) -> dict[str, str]:
    """This process's environment, without the settings of this project and of whoever runs it."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("NEO_", "SCRAPY", "PYTHON"))}
    return kept | {"HOME": str(home)}
