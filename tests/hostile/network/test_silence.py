"""Nothing goes out that need not: no secret in a header, nothing looked up outside, no door left open."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from urllib.request import urlopen

import pytest
from crawl.crawling import NEO, environment, rows, states
from crawl.site import DAY, HTML, Reply, Site, article, page, redirect
from promises import Measured

from bench.ending import end

from .machines import Trap, measured_crawl

SENT = {"host", "user-agent", "accept", "accept-language", "accept-encoding", "connection"}
ASKS = {"if-none-match", "if-modified-since"}  # of a page that was fetched before

# Watches every call that could reach or name another machine, and every port that is opened; children too.
WATCH = """
import os, sys
def watch(event, args):
    if event in ("socket.connect", "socket.sendto", "socket.bind"):
        to = args[1]
        near = not isinstance(to, tuple) or str(to[0]) in ("", "127.0.0.1", "::1")
        opens = event == "socket.bind" and isinstance(to, tuple) and to != ("::1", 0)  # so urllib3 looks for IPv6
        bad = not near or (opens and bool(os.environ.get("WATCH_BINDS")))
    elif event in ("socket.getaddrinfo", "socket.gethostbyname", "socket.gethostbyaddr"):
        bad = args[0] not in (None, "", "127.0.0.1", b"127.0.0.1", "::1")
    else:
        return
    with open(os.environ["WATCH_FILE"], "a") as file:
        file.write(f"{'BAD' if bad else 'ok'} {event} {args[1:] if 'socket.b' in event else args}\\n")
    if bad:
        raise OSError(f"the test lets nothing out: {event} {args}")
sys.addaudithook(watch)
"""


@pytest.mark.promise(
    "Network",
    "cookies are set, pages refer and refresh, an address has a password",
    "no cookie, Referer or password sent",
)
def test_no_header_tells_anything(tmp_path: Path, measured: Measured) -> None:
    archive = tmp_path / "archive.db"
    with Site() as site:
        head = {"Set-Cookie": "id=secret; Path=/", "Referrer-Policy": "unsafe-url", "WWW-Authenticate": "Basic realm=x"}
        refresh = b'<meta http-equiv="refresh" content="0; url=/refreshed/">'
        for number in range(3):
            body = page(f"Title {number}").replace(b"<head>", b"<head>" + refresh)
            site.answers[f"{DAY}slug-{number}/"] = Reply(200, body, HTML | head)
        site.answers[f"{DAY}named/"] = redirect(f"http://user:password@127.0.0.1:{site.port}{DAY}named")
        site.answers[f"{DAY}named"] = article()
        paths = [f"{DAY}slug-{number}/" for number in range(3)]
        site.announce(*paths, f"http://user:password@127.0.0.1:{site.port}{DAY}slug-0/", f"{DAY}named/")
        for _ in range(2):
            ended = measured_crawl(archive, site.address, "--full")
            assert ended.code == 0
        assert states(archive)["slug-2"] == ("held", None)
        assert {name for asked in site.asked for name in asked.headers} <= SENT | ASKS
        assert "/refreshed/" not in site.paths()
        assert len({asked.headers["host"] for asked in site.asked}) == 1
    measured(memory=ended.memory)


@pytest.mark.promise("Network", "a sitemap names `{address}`", "not read, and counted among the problems")
@pytest.mark.parametrize(
    "address", ["file:///etc/passwd", "ftp://127.0.0.1/x", "data:text/plain,x", "gopher://127.0.0.1/x", "s3://a/b"]
)
def test_other_schemes_are_counted_and_not_read(address: str, tmp_path: Path, measured: Measured) -> None:
    archive = tmp_path / "archive.db"
    with Site() as site:
        body = f"<sitemapindex><sitemap><loc>{address}</loc></sitemap></sitemapindex>"
        site.answers["/sitemap_index.xml"] = Reply(200, body.encode(), {"Content-Type": "application/xml"})
        ended = measured_crawl(archive, site.address, "--language", "en")
    (problems,) = rows(archive, "select problems from crawls")[0]
    assert f"names 1 addresses that are neither http nor https, and not read: {address}" in problems
    assert rows(archive, "select count(*) from captures where url not like 'http://127.0.0.1:%'") == [(0,)]
    measured(memory=ended.memory)


@pytest.mark.promise("Network", "`http_proxy` in the environment", "not used: whoever answers is the publisher")
def test_proxy_of_the_environment_is_not_asked(tmp_path: Path, measured: Measured) -> None:
    with Site() as site, Trap("127.0.0.2") as trap:
        site.publish(1)
        proxy = f"http://127.0.0.2:{trap.port}"
        named = dict.fromkeys(("http_proxy", "https_proxy", "all_proxy", "HTTP_PROXY", "ALL_PROXY"), proxy)
        ended = measured_crawl(tmp_path / "archive.db", site.address, **named, no_proxy="")
    assert ended.code == 0
    assert trap.heard == []
    measured(memory=ended.memory)


@pytest.mark.promise(
    "Network",
    "crawl, extract, rebuild, export, snapshot and serve with every connection, look-up and opened port watched",
    "none but to the publisher's own address; no port is opened, but that of `serve`",
)
def test_nothing_is_looked_up_outside(tmp_path: Path, measured: Measured) -> None:
    (tmp_path / "sitecustomize.py").write_text(WATCH)
    log, archive = tmp_path / "watched.txt", tmp_path / "archive.db"
    env = environment(PYTHONPATH=str(tmp_path), WATCH_FILE=str(log), WATCH_BINDS="1", HOME=str(tmp_path))
    memory = 0
    (tmp_path / "page.html").write_bytes(page())
    with Site() as site:
        site.publish(5)
        for line in (
            ["crawl", "demo", "--home", site.address, "--archive", str(archive)],
            ["rebuild", "--archive", str(archive)],
            ["export", "csv", "-o", "articles.csv", "--archive", str(archive)],
            ["extract", "page.html", "--url", "https://news.example/2025/07/01/slug-0/"],
            ["snapshot", "snapshots", "--archive", str(archive)],
        ):
            program = [*NEO, *line]
            ended = end(program, within=240, cwd=tmp_path, env=env)
            assert ended.code == 0, ended.out + ended.err
            memory = max(memory, ended.memory)
        serve(archive, env | {"WATCH_BINDS": ""})
        seen = log.read_text().splitlines()
    assert [line for line in seen if line.startswith("BAD")] == []
    assert any(line.startswith("ok socket.connect") and str(site.port) in line for line in seen)
    measured(memory=memory, figure=f"{len(seen)} calls watched")


def serve(archive: Path, env: Mapping[str, str]) -> None:
    """Opens the site, and asks it for its first page and a search."""
    line = [*NEO, "serve", "--port", "0"]
    line += ["--archive", str(archive)]
    with subprocess.Popen(line, stdout=subprocess.PIPE, text=True, cwd=archive.parent, env=env) as running:
        try:
            assert running.stdout is not None
            address = running.stdout.readline().split()[0]
            for path in ("/", "/archive/search?q=ferry", "/archive/articles"):
                with urlopen(f"{address.rstrip('/')}{path}", timeout=60) as answer:
                    assert answer.status == 200
        finally:
            running.terminate()


def test_the_watch_sees(tmp_path: Path) -> None:
    (tmp_path / "sitecustomize.py").write_text(WATCH)
    log = tmp_path / "watched.txt"
    code = "import socket; socket.create_connection(('192.0.2.1', 80), 1)"
    env = environment(PYTHONPATH=str(tmp_path), WATCH_FILE=str(log))
    done = subprocess.run([sys.executable, "-c", code], env=env, capture_output=True, check=False, timeout=60)
    assert done.returncode
    assert "BAD socket.getaddrinfo" in log.read_text()


@pytest.mark.skipif(
    not shutil.which("unshare") or subprocess.run(["unshare", "-rn", "true"], check=False).returncode != 0,
    reason="no network namespaces here",
)
@pytest.mark.promise("Network", "`neo-archive demo` in a network of its own, without any way out", "works as always")
def test_demo_needs_no_network(tmp_path: Path, measured: Measured) -> None:
    demo = (
        "import socket, struct, fcntl; s = socket.socket();"
        " fcntl.ioctl(s, 0x8914, struct.pack('16sh', b'lo', 0x1 | 0x40));"  # SIOCSIFFLAGS: lo is up
        " from scraper.cli import main; main()"
    )
    archive = tmp_path / "archive.db"
    line = ["unshare", "-rn", sys.executable, "-c", demo, "demo", "--archive", str(archive), "--csv", "articles.csv"]
    ended = end(line, within=240, cwd=tmp_path, env=environment())
    assert ended.code == 0, ended.out + ended.err
    assert rows(archive, "select count(*) > 50 from articles") == [(1,)]
    measured(memory=ended.memory)
