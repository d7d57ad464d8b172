"""A cluster reads as this machine does; what happens to its workers costs nothing."""

from __future__ import annotations

import os
import signal
from concurrent.futures import Future
from pathlib import Path
from shutil import copytree, ignore_patterns
from threading import Timer
from time import sleep
from typing import Any

import dask
import distributed
import pytest
from archive.made import dump
from cli.conftest import Run
from promises import Measured

from scraper.archive import Archive
from scraper.bulk import Cluster, alike, connect
from scraper.errors import NoCluster, UnlikeWorkers
from scraper.extract import EXTRACTOR
from scraper.keep import rebuild
from scraper.publisher import publisher
from scraper.readers import Bug, Overrun, Readers, Workers
from scraper.readers import reading as module

from . import deeds
from .hosts import ROOT, hosts, worker

DEMO = publisher("demo")
TLS = "distributed.comm.tls"


def pids(crew: Cluster) -> set[int]:
    return set(crew._client.run(os.getpid).values())


def test_rebuild_on_a_cluster_gives_the_same_rows(copy: Path, crew: Cluster) -> None:
    with Archive.open(copy) as opened:
        before = dump(opened.db)
        opened.db.execute("update articles set title = 'wrong'")
        assert rebuild(opened, Readers([DEMO], crew)) == 35
        after = dump(opened.db)
    for table, rows in before.items():
        assert after[table] == rows, table


@pytest.mark.promise(
    "Bulk reading", "kill -9 of each of a cluster's workers while it reads", "the rows are those of one machine"
)
def test_killed_workers_cost_nothing(copy: Path, crew: Cluster, measured: Measured) -> None:
    left = sorted(pids(crew))
    assert len(left) == 2

    def kill(done: int, _left: int) -> None:
        if done in (5, 15):
            os.kill(left.pop(), signal.SIGKILL)

    with Archive.open(copy) as opened:
        before = dump(opened.db)
        rebuild(opened, Readers([DEMO], crew), kill)
        after = dump(opened.db)
    assert left == []
    assert after == before
    measured(lost=0, figure="2 kills")


@pytest.mark.promise(
    "Bulk reading",
    "a page that kills every worker that reads it",
    "is missing as extraction-failed, as on one machine; every other page is read",
)
def test_page_that_kills_workers_is_not_read_as_on_one_machine(
    copy: Path, crew: Cluster, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "_look", deeds.read_or_die)
    with Archive.open(copy) as opened:
        (url,) = opened.db.execute("select url from articles where edition = 'demo/fr' order by id limit 1").fetchone()
        slug = url.rstrip("/").rsplit("/", 1)[-1]
        for table in ("captures", "frontier", "sightings"):
            opened.db.execute(
                f"update {table} set url = replace(url, ?, ?) where url like ?", (slug, "deadly", f"%{slug}%")
            )
        rebuild(opened, Readers([DEMO], crew))
        found = dump(opened.db)
        missing = opened.db.execute("select url, detail from frontier where reason = 'extraction-failed'").fetchall()
        with Workers(1) as workers:
            rebuild(opened, Readers([DEMO], workers))
        assert dump(opened.db) == found
    assert [("deadly" in url, detail) for url, detail in missing] == [(True, "its process died (exit code 3)")]


def test_limits_and_bugs_are_told_as_by_workers_of_this_machine(crew: Cluster) -> None:
    with pytest.raises(Overrun, match="more than 512 MB of memory"):
        crew.submit(deeds.fill, 2 * 1024**3).result(60)
    with pytest.raises(Bug, match="ZeroDivisionError"):
        crew.submit(deeds.divide, 0).result(60)
    assert crew.submit(deeds.divide, 2).result(60) == 0.5


def test_work_is_done_side_by_side_outside_of_the_workers_themselves(crew: Cluster) -> None:
    assert crew.count == 2
    found = {future.result(60) for future in [crew.submit(deeds.slow, 0.2) for _ in range(6)]}
    assert len(found) == 2
    assert not found & (pids(crew) | {os.getpid()})


def test_work_that_sets_its_own_limits_runs_in_the_worker(crew: Cluster) -> None:
    assert crew.run(deeds.slow, 0.0).result(60) in pids(crew)
    with pytest.raises(ZeroDivisionError):
        crew.run(deeds.divide, 0).result(60)


def test_worker_that_would_read_otherwise_is_refused(copy: Path, tmp_path: Path, run: Run) -> None:
    """A real one: our own source, but for the extractor's number."""
    for name in ("scraper", "spiders"):
        copytree(ROOT / name, tmp_path / "other" / name, ignore=ignore_patterns("__pycache__"))
    extractor = tmp_path / "other" / "scraper" / "extract" / "__init__.py"
    extractor.write_text(extractor.read_text(encoding="utf-8").replace(f"EXTRACTOR = {EXTRACTOR}", "EXTRACTOR = 999"))
    with hosts(tmp_path, workers=0) as found, worker(tmp_path, found.address, source=tmp_path / "other"):
        line = ("rebuild", "--engine", "dask", "--scheduler", found.address, "--archive", copy)
        said = run(*line, code=35).stderr
    assert f"the extractor is {EXTRACTOR} here, 999 there" in said
    assert "neo-archive's source is" in said


def test_difference_of_a_worker_that_came_later_is_named(crew: Cluster, monkeypatch: pytest.MonkeyPatch) -> None:
    ours = dict(alike.software())
    monkeypatch.setattr(alike, "mark", lambda: "another")
    monkeypatch.setattr(alike, "differences", lambda mine, theirs: {"lxml": ("6.1.3", theirs["lxml"])})
    with pytest.raises(UnlikeWorkers, match=rf"lxml is 6\.1\.3 here, {ours['lxml']} there") as caught:
        crew.submit(deeds.divide, 1).result(60)
    assert caught.value.exit_code == 35


def test_nobody_at_the_address_and_nobody_behind_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("scraper.bulk.cluster.CONNECTING", 1.0)
    with pytest.raises(NoCluster, match="nobody answers there"), connect("tcp://127.0.0.1:1"):
        pass
    with hosts(tmp_path, workers=0) as alone, pytest.raises(NoCluster, match="no worker"), connect(alone.address):
        pass


@pytest.mark.parametrize(
    ("address", "configured", "says"),
    [
        ("tcp://127.0.0.1:9", {}, "nobody answers"),
        ("tls://127.0.0.1:9", {}, "needs a certificate"),
        ("tls://127.0.0.1:9", {f"{TLS}.ca-file": "none.pem", f"{TLS}.client.cert": "none.pem"}, "cannot be read"),
        ("tcp://127.0.0.1:9", {"distributed.comm.require-encryption": True}, "encryption required"),
        ("127.0.0.1:nine", {}, "does not connect"),
        ("here", {}, "missing port"),
        ("carrier://pigeon:9", {}, "carrier"),
    ],
)
def test_address_that_cannot_be_used_is_told_and_leaves_no_client(
    monkeypatch: pytest.MonkeyPatch, address: str, configured: dict[str, Any], says: str
) -> None:
    """A client that cannot connect waits for as long again when it is thrown away, and may hold up the next one."""
    monkeypatch.setattr("scraper.bulk.cluster.CONNECTING", 0.5)
    monkeypatch.setattr(distributed, "Client", lambda *_, **__: pytest.fail("a client was made"))
    with dask.config.set(configured), pytest.raises(NoCluster, match=says), connect(address):
        pass


@pytest.mark.promise(
    "Bulk reading", "the cluster's scheduler is killed while it reads", "the command fails; every row is as it was"
)
def test_scheduler_that_dies_leaves_every_row_as_it_was(copy: Path, tmp_path: Path) -> None:
    with hosts(tmp_path) as lonely, connect(lonely.address) as found, Archive.open(copy) as opened:
        before = dump(opened.db)

        def kill(done: int, _left: int) -> None:
            if done == 5:
                lonely.scheduler.kill()

        with pytest.raises(NoCluster):
            rebuild(opened, Readers([DEMO], found), kill)
        assert dump(opened.db) == before


def test_work_is_not_waited_for_whose_client_gave_its_scheduler_up(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("scraper.bulk.cluster._LOOK", 0.2)
    with hosts(tmp_path) as lonely, connect(lonely.address) as found, pytest.MonkeyPatch.context() as gone:
        waiting: Future[Any] = found.submit(deeds.slow, 60.0)
        gone.setattr(found._client, "scheduler", None)  # as it is then; that each future is told is Dask's to see to
        sleep(1.0)
        assert found._watcher.is_alive()
        gone.setattr(found._client, "status", "closed")
        with pytest.raises(NoCluster, match="scheduler is gone"):
            waiting.result(30)


def test_workers_that_are_gone_for_good_are_not_waited_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("scraper.bulk.cluster.PATIENCE", 2.0)
    with (
        hosts(tmp_path, workers=0) as lonely,
        worker(tmp_path, lonely.address) as host,
        connect(lonely.address) as found,
    ):
        waiting: Future[Any] = found.submit(deeds.slow, 60.0)
        Timer(1.0, lambda: os.killpg(host.pid, signal.SIGKILL)).start()
        with pytest.raises(NoCluster, match="no worker for"):
            waiting.result(60)
