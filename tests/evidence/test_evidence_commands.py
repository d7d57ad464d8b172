"""Proofs as people make and check them, and the page about them."""

from __future__ import annotations

import json
import re
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
from archive.made import NOON
from crawl import forked
from crawl.crawling import NEO
from promises import Measured
from publish.conftest import asking

from bench.ending import Ended
from scraper.archive.archive import Archive
from scraper.archive.backup import backup, restore
from scraper.archive.evidence import heads, leaf
from scraper.archive.evidence.tree import leaf_hash
from scraper.keep import rebuild
from scraper.publisher import publishers
from scraper.readers import Readers

PAGE = (Path(__file__).parents[2] / "docs" / "evidence.md").read_text(encoding="utf-8")
(SCRIPT,) = re.findall(r"```python\n(.*?)```", PAGE, re.DOTALL)


def neo(*words: str | Path) -> Ended:
    return forked.end([*NEO, *map(str, words)], within=60)


def found_heads(archive: Path) -> list[heads.Head]:
    with closing(sqlite3.connect(archive)) as connection:
        return list(heads.every(connection))


@pytest.mark.promise(
    "Evidence",
    "the archive is gone; there are an export of it and ten lines of Python (docs/evidence.md)",
    "every day's root is made again; a changed line, or one taken away, is seen",
)
@pytest.mark.parametrize("spoil", ["nothing", "a byte", "a line", "an order"])
def test_roots_are_made_from_an_export_alone(whole: Path, tmp_path: Path, spoil: str, measured: Measured) -> None:
    done = neo("export", "evidence", "--archive", whole, "-o", tmp_path)
    assert (done.code, found_heads(whole)[-1].root in done.out) == (0, True), done.err
    file = tmp_path / "captures.jsonl"
    lines = file.read_bytes().splitlines(keepends=True)
    if spoil == "a byte":
        lines[3] = lines[3].replace(b"200", b"203")
    elif spoil == "a line":
        del lines[3]
    elif spoil == "an order":
        lines[3], lines[4] = lines[4], lines[3]
    file.write_bytes(b"".join(lines))
    said = subprocess.run(
        [sys.executable, "-I", "-c", SCRIPT], cwd=tmp_path, capture_output=True, text=True, check=True
    )
    verdicts = [line.split(" ", 3)[3] for line in said.stdout.splitlines()]
    assert verdicts == ["is right" if spoil == "nothing" else "IS WRONG"] * len(found_heads(whole))
    measured(memory=done.memory)


@pytest.mark.promise(
    "Evidence",
    "a proof of a few kilobytes, without the archive",
    "verifies with root and page; forged, it does not (exit 24)",
)
@pytest.mark.parametrize("what", ["5", "a version", "an address", "a document"])
def test_a_proof_is_made_and_verified(whole: Path, tmp_path: Path, what: str, measured: Measured) -> None:
    with closing(sqlite3.connect(whole)) as connection:
        ask = {
            "a version": "select id from version_keys limit 1",
            "an address": "select url from articles limit 1",
            "a document": "select url from captures where kind = 'robots' limit 1",
        }
        meant = connection.execute(ask[what]).fetchone()[0] if what in ask else what
    body, proof = tmp_path / "page.html", tmp_path / "proof.json"
    made = neo("prove", meant, "--archive", whole, "--body", body)
    assert made.code == 0, made.err
    proof.write_text(made.out, encoding="utf-8")
    root = found_heads(whole)[-1].root
    done = neo("verify", proof, "--root", root.upper(), "--body", body)
    assert (done.code, done.out.startswith("proven: capture ")) == (0, True), done.err
    assert "own word" in neo("verify", proof).out
    assert neo("verify", proof, "--root", "00" * 32).code == 24
    body.write_bytes(body.read_bytes() + b" ")
    assert neo("verify", proof, "--body", body).code == 24
    said = json.loads(made.out)
    said["capture"]["fetched"] = "2020-01-01T00:00:00Z"
    proof.write_text(json.dumps(said), encoding="utf-8")
    assert (forged := neo("verify", proof)).code == 24
    assert "proves nothing" in forged.err
    measured(memory=made.memory, figure=f"{len(made.out)} bytes")


def test_growth_between_days(whole: Path, tmp_path: Path) -> None:
    first, last = found_heads(whole)
    made = neo("prove", "--since", first.day, "--archive", whole)
    assert made.code == 0, made.err
    (tmp_path / "growth.json").write_text(made.out, encoding="utf-8")
    done = neo("verify", tmp_path / "growth.json", "--root", first.root, "--root", last.root)
    assert (done.code, "unchanged" in done.out) == (0, True)


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("prove", "v0000000000000000"), 13),
        (("prove", "99999"), 13),
        (("prove", "https://courier.example/none/"), 13),
        (("prove", "5", "--day", "2020-01-01"), 13),
        (("prove", "5", "--day", "yesterday"), 13),
        (("prove", "20", "--day", "2025-07-02"), 13),
        (("prove",), 2),
        (("prove", "5", "--since", "2025-07-02"), 2),
    ],
)
def test_what_cannot_be_proven_is_said(whole: Path, words: tuple[str, ...], code: int) -> None:
    done = neo(*words, "--archive", whole)
    assert done.code == code, done.err
    assert "Traceback" not in done.err


@pytest.mark.promise(
    "Evidence", "rebuild, VACUUM, backup and restore, a snapshot without bodies", "every root stays as it was"
)
def test_roots_stay(copy: Path, tmp_path: Path) -> None:
    before = found_heads(copy)
    with Archive.open(copy) as archive:
        rebuild(archive, Readers(publishers()))
        archive.db.execute("vacuum")
    backup(copy, tmp_path / "backups", NOON)
    restore(tmp_path / "backups", tmp_path / "back.db", NOON)
    assert neo("snapshot", tmp_path / "snapshots", "--text", "none", "--archive", copy, "--name", "x").code == 0
    (snapshot,) = (tmp_path / "snapshots").glob("*.db")
    for path in (copy, tmp_path / "back.db", snapshot):
        assert found_heads(path) == before
        done = neo("check", "--archive", path)
        assert done.code == 0, done.out + done.err
    made = neo("prove", "5", "--archive", snapshot)
    (tmp_path / "proof.json").write_text(made.out, encoding="utf-8")
    assert neo("verify", tmp_path / "proof.json", "--root", before[-1].root).code == 0
    (manifest,) = (path for path in (tmp_path / "snapshots").glob("*.json") if ".inspect" not in path.name)
    said = json.loads(manifest.read_text(encoding="utf-8"))
    assert said["tree_head"] == {"day": before[-1].day, "size": before[-1].size, "root": before[-1].root}
    assert before[-1].root in said["citation"]


def test_the_site_shows_leaf_and_head(whole: Path) -> None:
    with closing(sqlite3.connect(whole)) as connection:
        version, capture = connection.execute("select id, capture_id from versions order by id limit 1").fetchone()
        hash_ = leaf_hash(leaf.written(leaf.of(connection, capture))).hex()
    head = next(head for head in found_heads(whole) if head.last_capture >= capture)
    for get in asking(whole):
        for page in (f"/archive/captures/{capture}", f"/archive/versions/{version}"):
            shown = get(page)
            assert shown.status_code == 200
            assert f"<code>{hash_}</code>" in shown.text
            assert head.root in shown.text
            (link,) = re.findall(r'href="(/[^"]*tree_heads/[^"]+)"', shown.text)
            assert head.root in get(link).text
