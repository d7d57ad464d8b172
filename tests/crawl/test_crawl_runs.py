"""What a crawl fetches: limits, languages, a lost network, two publishers, politeness."""

from __future__ import annotations

import json
import socket
import subprocess
import threading
import time
from pathlib import Path

import pytest

from scraper.publisher import publisher

from .crawling import MAIN, TIMEOUT, command, crawl, environment, rows, states
from .site import DAY, Asked, Reply, Site, article

DEMO = publisher("demo")


def test_limit_fetches_so_many_and_the_next_crawl_goes_on(site: Site, tmp_path: Path) -> None:
    archive = tmp_path / "archive.db"
    paths = site.publish(8)
    first = crawl(archive, site, "--limit", "3")
    assert (first.code, len(site.articles())) == (0, 3)
    assert "3 new" in first.out
    second = crawl(archive, site, "--limit", "4")
    assert (second.code, len(site.articles())) == (0, 7)
    assert len(set(site.articles())) == 7, "new addresses come before known ones"
    third = crawl(archive, site)
    assert third.code == 0
    assert "1 new, 7 same" in third.out
    assert set(site.articles()) == set(paths)
    assert set(states(archive).values()) == {("held", None)}
    settings = {
        "concurrent": DEMO.concurrent,
        "delay": 0,
        "languages": ["en", "fr", "ru"],
        "sweep": True,
        "title": DEMO.title,
    }
    assert rows(archive, "select outcome, settings from crawls") == [
        ("finished", json.dumps(settings | {"limit": limit}, sort_keys=True)) for limit in (3, 4, None)
    ]


@pytest.mark.parametrize(
    ("options", "editions"),
    [
        (["--language", "fr"], {"demo/fr"}),
        (["--language", "fr", "--language", "ru"], {"demo/fr", "demo/ru"}),
        ([], {"demo/en", "demo/fr", "demo/ru"}),
    ],
)
def test_only_the_languages_asked_for_are_fetched(
    site: Site, tmp_path: Path, options: list[str], editions: set[str]
) -> None:
    paths = [path for prefix in ("/", "/fr/", "/ru/") for path in site.publish(2, prefix)]
    site.announce(*paths)
    archive = tmp_path / "archive.db"
    assert crawl(archive, site, *options).code == 0
    held = {edition for (edition,) in rows(archive, "select edition from articles")}
    assert held == editions
    fetched = {path.removesuffix(path[path.index(DAY) :]) for path in site.articles()}
    assert fetched == {"" if edition == "demo/en" else f"/{edition[-2:]}" for edition in editions}
    if "demo/en" not in editions:
        assert not {"/", "/feed/"} & set(site.paths())


def _nobody_listens() -> str:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        return f"http://127.0.0.1:{taken.getsockname()[1]}"


def test_refused_connection_is_one_clear_sentence(tmp_path: Path) -> None:
    home = _nobody_listens()
    crawled = crawl(tmp_path / "archive.db", home)
    assert crawled.code == 10
    assert crawled.out == ""
    (sentence,) = [line for line in crawled.err.splitlines() if line.startswith("Error: ")]
    assert f"could not reach {home}" in sentence
    assert "refused" in sentence.lower()
    assert "Traceback" not in crawled.err
    assert rows(tmp_path / "archive.db", "select outcome, finished is null from crawls") == [("failed", 0)]


def test_lost_network_loses_nothing_that_is_held(site: Site, tmp_path: Path) -> None:
    archive = tmp_path / "archive.db"
    site.publish(4)
    assert crawl(archive, site, "--limit", "2").code == 0
    assert crawl(archive, _nobody_listens()).code == 10
    assert sorted(states(archive).values(), key=str) == [("held", None)] * 2 + [("missing", "fetch-failed")] * 2
    assert crawl(archive, site).code == 0
    assert set(states(archive).values()) == {("held", None)}


def test_two_publishers_in_one_archive_do_not_mix(site: Site, tmp_path: Path) -> None:
    archive = tmp_path / "archive.db"
    site.publish(2)
    site.answers[f"{DAY}slug-0/"] = article("Tagged", ETag='"tag"')
    assert crawl(archive, site).code == 0
    site.forget()
    other = [part if part != "demo" else "neo" for part in command(archive, site.address)]
    other[2] = f"import dataclasses, spiders.neo as n; n.PUBLISHER = dataclasses.replace(n.PUBLISHER, delay=0); {MAIN}"
    done = subprocess.run(
        other, cwd=tmp_path, env=environment(), capture_output=True, text=True, timeout=TIMEOUT, check=False
    )
    assert done.returncode == 0, done.stderr
    assert not any("if-none-match" in asked.headers for asked in site.asked)
    assert rows(archive, "select edition, count(*) from articles group by 1") == [("demo/en", 2), ("neo/en", 2)]


def test_server_is_asked_politely(site: Site, tmp_path: Path) -> None:
    now, most = 0, 0
    lock = threading.Lock()

    def counted(asked: Asked) -> Reply:
        nonlocal now, most
        with lock:
            now, most = now + 1, max(most, now + 1)
        time.sleep(0.05)
        with lock:
            now -= 1
        return article(asked.path)

    for path in site.publish(30):
        site.answers[path] = counted
    assert crawl(tmp_path / "archive.db", site).code == 0
    assert 1 < most <= 8  # as the publisher's file says
