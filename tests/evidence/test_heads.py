"""What the end of a crawl notes, and that the noted stays."""

from __future__ import annotations

import json
from datetime import timedelta
from hashlib import sha256

import pytest
from archive.made import CRAWL, NOON, capture, one, page, rows

from scraper.archive import Archive
from scraper.archive.evidence import heads, leaf, proof
from scraper.archive.evidence.tree import leaf_hash


def add(archive: Archive, *slugs: str) -> None:
    with archive.transaction():
        for slug in slugs:
            archive.facts.add(CRAWL, capture(slug, page(slug)), "modern")


def end(archive: Archive, days: float = 0) -> heads.Head | None:
    with archive.transaction():
        archive.crawls.finish(CRAWL, "finished", {}, [], NOON + timedelta(days=days))
    return heads.latest(archive.db)


def test_the_end_of_a_crawl_notes_the_root_of_all_captures(archive: Archive) -> None:
    add(archive, "one")
    head = end(archive)
    row = dict(
        zip(("url", "fetched", "headers", "sha256", "size"), rows(archive.db, "select url, fetched, headers, sha256, "
        "size from captures")[0], strict=True)
    )  # fmt: skip
    said = {
        "id": 1,
        "crawl_id": CRAWL,
        "edition": "demo/en",
        "path": "/2025/07/01/one/",
        "url": row["url"],
        "kind": "article",
        "fetched": row["fetched"],
        "status": 200,
        "headers_sha256": sha256(str(row["headers"]).encode()).hexdigest(),
        "sha256": sha256(page("one")).hexdigest(),
        "size": len(page("one")),
    }
    text = json.dumps(said, sort_keys=True, separators=(",", ":"))
    assert head is not None
    assert head.root == sha256(b"\x00" + text.encode()).hexdigest()
    assert (head.day, head.size, head.last_capture, head.leaf_version) == ("2025-07-02", 1, 1, leaf.VERSION)


def test_nothing_captured_is_no_head(archive: Archive) -> None:
    assert end(archive) is None


def test_days_before_stay_and_the_last_of_a_day_stands(archive: Archive) -> None:
    add(archive, "one")
    first = end(archive)
    add(archive, "two")
    later = end(archive, 0.1)
    assert first is not None
    assert later is not None
    assert (first.day, later.size) == (later.day, 2)
    add(archive, "three", "four", "five")
    end(archive, 1)
    add(archive, "six")
    end(archive, -5)  # the clock was set back
    found = list(heads.every(archive.db))
    assert [(head.day, head.size) for head in found] == [("2025-07-02", 2), ("2025-07-03", 6)]
    assert found[0] == later
    for head in found:
        assert heads.edge_at(archive.db, head).root.hex() == head.root


def test_a_broken_edge_is_made_anew(archive: Archive) -> None:
    add(archive, "one", "two", "three")
    end(archive)
    archive.db.execute("delete from tree_edge where leaves = 1")
    add(archive, "four")
    head = end(archive, 1)
    assert head is not None
    assert heads.edge_at(archive.db, head).root.hex() == head.root


def test_a_column_that_comes_later_leaves_old_leaves_alone(archive: Archive) -> None:
    add(archive, "one")
    before = list(leaf.hashes(archive.db))
    for name in leaf._LATER:
        if name not in leaf.columns(archive.db):
            archive.db.execute(f"alter table captures add column {name} text")
    assert list(leaf.hashes(archive.db)) == before
    archive.db.execute("update captures set server = '192.0.2.1:443'")
    assert list(leaf.hashes(archive.db)) != before


def test_proofs_of_every_capture_and_of_growth_hold_and_survive_their_file(archive: Archive) -> None:
    for day in range(4):
        add(archive, *(f"slug-{day}-{number}" for number in range(3)))
        end(archive, day)
    first, *_, last = heads.every(archive.db)
    for number in range(1, 13):
        found = proof.inclusion(archive.db, number, last)
        assert proof.read(proof.dumped(found)) == found
        assert found.problem() is None
    grown = proof.growth(archive.db, first, last)
    assert proof.read(proof.dumped(grown)) == grown
    assert grown.problem() is None
    assert grown.trees[0].root == first.root
    with pytest.raises(KeyError):
        proof.inclusion(archive.db, 12, first)


@pytest.mark.parametrize("spoil", ["url", "fetched", "sha256", "status", "id", "root", "path", "index"])
def test_a_forged_proof_does_not_hold(archive: Archive, spoil: str) -> None:
    add(archive, "one", "two", "three")
    end(archive)
    head = heads.latest(archive.db)
    assert head is not None
    said = json.loads(proof.dumped(proof.inclusion(archive.db, 2, head)))
    if spoil == "root":
        said["head"]["root"] = leaf_hash(b"").hex()
    elif spoil == "path":
        said["path"][0] = leaf_hash(b"").hex()
    elif spoil == "index":
        said["index"] = 0
    else:
        was = said["capture"][spoil]
        said["capture"][spoil] = was + 1 if isinstance(was, int) else f"{was}x"
    assert proof.read(json.dumps(said)).problem()


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"format": "neo-archive proof 1", "path": []}', '{"format": 1}'])
def test_what_is_no_proof_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r".+"):
        proof.read(text)


def test_the_end_of_a_crawl_reads_only_what_is_new(archive: Archive) -> None:
    add(archive, *(f"slug-{number}" for number in range(50)))
    end(archive)
    add(archive, "new")
    read: list[str] = []
    archive.db.set_trace_callback(read.append)
    end(archive, 1)
    archive.db.set_trace_callback(None)
    (asked,) = [sql for sql in read if "from captures where id >" in sql]
    assert "id > 50" in asked
    assert one(archive.db, "select size from tree_heads order by day desc limit 1") == 51
