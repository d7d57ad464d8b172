"""The process of whose forks `forked` makes its command lines: `python forks.py ADDRESS`, until its input ends.

An order is a line of JSON: the program, its words, folder and environment, and where its output goes. Answered are
the fork's process id, and when it has ended, its status and the seconds of CPU that it and its children took.
"""

from __future__ import annotations

import atexit
import gc
import json
import os
import select
import signal
import socket
import sys
import threading
import time
from collections.abc import Mapping
from importlib import import_module
from types import ModuleType
from typing import Any, NoReturn

# What a crawl imports that is not ours: a program may change our modules before others take their names from them.
_OTHERS = (
    "feedparser",
    "scrapy.core.downloader.handlers.http11",
    "scrapy.core.engine",
    "scrapy.crawler",
    "scrapy.extensions.feedexport",
    "scrapy.downloadermiddlewares.httpcompression",
    "spidermon",
    "sqlite_utils.db",
    "twisted.internet.asyncioreactor",
)


def _serve(address: str) -> Mapping[str, Any]:
    """Forks for each order that comes; returns the order in the process that is to carry it out."""
    from scraper.extract import load

    load()
    for name in _OTHERS:
        import_module(name)
    assert not {"twisted.internet.reactor", "scraper.settings"}.intersection(sys.modules)
    gc.collect()
    gc.freeze()  # else each fork would copy what its collector looks through
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind(address)
        listening.listen()
        print("ready", flush=True)
        while True:
            waiting: list[Any] = [listening, 0]
            came, _, _ = select.select(waiting, [], [])
            if 0 in came:
                os._exit(0)
            connection, _ = listening.accept()
            if os.fork():
                connection.close()
                continue
            listening.close()
            return _waited_for(connection)


def _waited_for(connection: socket.socket) -> Mapping[str, Any]:
    """Tells how the process ends that carries out the order which it returns there."""
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    with connection, connection.makefile("rw") as said:
        order: Mapping[str, Any] = json.loads(said.readline())
        if pid := os.fork():
            said.write(f"{pid}\n")
            said.flush()
            _, status, used = os.wait4(pid, 0)
            said.write(f"{status} {used.ru_utime + used.ru_stime}\n")
            said.flush()
            os._exit(0)
    return order


def _begin(order: Mapping[str, Any]) -> dict[str, Any]:
    """Makes this process what a new one would be; returns its main module's names."""
    signal.signal(signal.SIGINT, signal.default_int_handler)
    os.chdir(order["cwd"])
    os.environ.clear()
    os.environ.update(order["env"])
    time.tzset()
    for number, path, flags in (
        (0, os.devnull, os.O_RDONLY),
        (1, order["out"], os.O_WRONLY | os.O_CREAT),
        (2, order["err"], os.O_WRONLY | os.O_CREAT),
    ):
        opened = os.open(path, flags, 0o600)
        os.dup2(opened, number)
        os.close(opened)
    sys.argv = ["-c", *order["words"]]
    main = sys.modules["__main__"] = ModuleType("__main__")
    return main.__dict__


def _leave(code: object) -> NoReturn:
    """Ends this process as Python does, but takes nothing apart that it inherited: that takes 0.3 s."""
    if code is not None and not isinstance(code, int):
        print(code, file=sys.stderr)
        code = 1
    threading._shutdown()  # type: ignore[attr-defined]
    atexit._run_exitfuncs()
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit((code or 0) & 0xFF)


if __name__ == "__main__":
    sys.path[0] = ""  # not this folder, whose modules are named as others are
    _order = _serve(sys.argv[1])
    _names = _begin(_order)
    try:
        exec(compile(_order["program"], "<string>", "exec"), _names)
    except SystemExit as _ended:
        _leave(_ended.code)
    _leave(None)
