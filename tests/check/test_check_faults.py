"""Each kind of damage is found, named, and told apart: what can be made again, and what only a backup has."""

from __future__ import annotations

import json
from pathlib import Path
from random import Random

import pytest
from crawl import forked
from crawl.crawling import NEO
from promises import Measured

from bench.ending import Ended
from scraper.archive.check import Part, Remedy, check
from scraper.errors import NewerArchive, OlderArchive
from scraper.publisher import publishers

from .made import FACTS, by_hand, derived, rows

TRANSFORMS = {known.name: known.transforms for known in publishers()}

FETCHED = {
    "a byte of a body": "update bodies set data = flipped(data) where rowid = 5",
    "a body taken away": "delete from bodies where rowid = 5",
    "a body in the place of another": "update bodies set (data, dictionary_id) ="
    " (select data, dictionary_id from bodies where rowid = 6) where rowid = 5",
    "a byte of a dictionary": "update dictionaries set data = flipped(data)",
    "a dictionary taken away": "delete from dictionaries",
    "a capture's address": "update captures set url = url || '#' where id = 4",
    "a capture's time": "update captures set fetched = '2025-07-02T12:00:01Z' where id = 4",
    "a capture's status": "update captures set status = 203 where id = 4",
    "a capture's headers": "update captures set headers = replace(headers, 'html', 'htm') where id = 4",
    "a capture's status line": "update captures set reason = 'Found' where id = 4",
    "what a capture was asked with": "update captures set asked = '[\"another\"]' where id = 4",
    "a head of requests": "update requests set headers = replace(headers, 'example', 'test')",
    "a head of requests taken away": "delete from requests",
    "a capture's body swapped": "update captures set (sha256, size) = (select sha256, size from captures where id = 5)"
    " where id = 4",
    "a capture's size": "update captures set size = size + 1 where id = 4",
    "a capture's edition": "update captures set edition = 'demo/fr' where id = 4",
    "a capture's path": "update captures set path = path || 'x/' where id = 4",
    "a capture's kind": "update captures set kind = 'part' where id = 4",
    "a capture's crawl": "update captures set crawl_id = 2 where id = 4",
    "a capture's article": "update captures set article_id = 7 where id = 4",
    "what a 304 confirms": "update captures set revisit_of = 3 where status = 304",
    "a capture taken away": "delete from captures where id = 4",
    "the last capture taken away": "delete from captures where id = (select max(id) from captures)",
    "a capture put in between": "update captures set id = id + 1000 where id > 9; update captures set id = id - 999"
    " where id > 1000; insert into captures select 10, crawl_id, article_id, edition, path, url, kind, fetched, status,"
    " headers, sha256, size, revisit_of, server, truncated, protocol, reason, request, asked, target from captures"
    " where id = 9",
    "a capture put in front": "insert into captures select -1, crawl_id, article_id, edition, path, url, kind, fetched,"
    " status, headers, sha256, size, revisit_of, server, truncated, protocol, reason, request, asked, target"
    " from captures where id = 9",
    "two captures in each other's place": "update captures set id = 1000 where id = 4; update captures set id = 4"
    " where id = 5; update captures set id = 5 where id = 1000",
    "a tree head": "update tree_heads set root = replace(root, substr(root, 1, 1), 'x') where day = '2025-07-02'",
    "a line of the ledger taken away": "delete from frontier where path like '%story-3/'",
    "a citation's key": "update version_keys set text_sha256 = 'x' where rowid = 2",
}
DERIVED = {
    "an article taken away": "delete from articles where path like '%story-3/'",
    "an article's words": "update articles set body = replace(body, 'ferry', 'tram') where path like '%story-3/'",
    "a version's words": "update versions set body = replace(body, 'ferry', 'tram') where rowid = 3",
    "a version taken away": "delete from versions where rowid = 3",
    "a key of version_keys never noted": "delete from version_keys where rowid = 2",
    "the search index emptied": "insert into articles_fts (articles_fts) values ('delete-all')",
    "an article taken out of search": "delete from articles_fts_docsize where id = (select min(id) from articles)",
    "a page of the search index": "delete from articles_fts_data where id = (select max(id) from articles_fts_data)",
    "an index taken away": "drop index articles_title",
    "a view changed": "drop view gaps; create view gaps as select 1 as edition",
    "a derived table taken away": "drop table statuses",
    "a held article counted as missing": "update frontier set state = 'missing', reason = 'http-error'"
    " where path like '%story-3/'",
    "a missing one counted as held": "update frontier set state = 'held' where path like '%wall-c/'",
    "a count of the ledger": "update ledger_counts set urls = urls + 1 where state = 'held'",
    "a count of what sources named": "delete from source_counts where source = 'sitemap'",
    "all counts taken away": "drop table ledger_counts",
    "a trigger that counts taken away": "drop trigger frontier_judged; update frontier set state = 'missing',"
    " reason = 'http-error' where path like '%story-3/'",
    "the edge of the tree": "update tree_edge set hash = x'00' where leaves = (select min(leaves) from tree_edge)",
}


def damage(path: Path, script: str) -> None:
    with by_hand(path) as connection:
        for statement in script.split("; "):
            connection.execute(statement)


def run(path: Path, *options: str) -> Ended:
    return forked.end([*NEO, "check", "--archive", str(path), *options], within=60)


def test_nothing_is_wrong_with_a_whole_archive(whole: Path) -> None:
    report = check(whole, transforms=TRANSFORMS)
    assert [(found.name, fault.said) for found in report.findings for fault in found.faults] == []
    assert all(found.looked for found in report.findings)


@pytest.mark.promise("Check and repair", "by hand: {fault}", "found as damage that only a backup can mend")
@pytest.mark.parametrize("fault", FETCHED)
def test_damage_of_what_was_fetched_is_found(copy: Path, fault: str) -> None:
    damage(copy, FETCHED[fault])
    report = check(copy, transforms=TRANSFORMS)
    assert report.damaged


@pytest.mark.promise(
    "Check and repair", "{fault}", "found; `--repair` gives the very rows back, and touches nothing that was fetched"
)
@pytest.mark.parametrize("fault", DERIVED)
def test_damage_of_what_is_derived_is_found_and_mended(whole: Path, copy: Path, fault: str, measured: Measured) -> None:
    damage(copy, DERIVED[fault])
    report = check(copy, transforms=TRANSFORMS)
    assert report.faults
    assert not report.damaged
    kept = [table for table in FACTS if table not in fault]
    facts = rows(copy, *kept)
    done = run(copy, "--repair")
    assert (done.code, "repaired: " in done.err) == (0, True), done.out + done.err
    measured(memory=done.memory, lost=0)
    assert rows(copy, *kept) == facts
    assert derived(copy) == derived(whole)
    assert check(copy, transforms=TRANSFORMS).faults == 0


def test_exit_codes_and_sentences(copy: Path, whole: Path) -> None:
    done = run(whole)
    assert (done.code, done.out.splitlines()[-1]) == (0, f"nothing is wrong with {whole}")
    damage(copy, DERIVED["an article's words"])
    done = run(copy)
    assert (done.code, "neo-archive check --repair" in done.err) == (21, True)
    damage(copy, "update bodies set data = flipped(data) where sha256 = (select sha256 from captures where id = 6)")
    before = rows(copy, *FACTS, "articles")
    done = run(copy, "--repair")
    assert done.code == 22
    assert "Nothing was repaired" in done.err
    assert "it is what capture 6 of https://courier.example/2025/07/01/story-4/ on 2025-07-02T12:00:00Z" in done.out
    assert rows(copy, *FACTS, "articles") == before


def test_machines_are_told_in_json(copy: Path) -> None:
    damage(copy, DERIVED["an index taken away"])
    done = run(copy, "--json")
    said = json.loads(done.out)
    assert (done.code, said["faults"], said["damaged"]) == (21, 1, False)
    (found,) = [found for found in said["findings"] if found["faults"]]
    assert (found["name"], found["remedies"]) == ("schema", [Remedy.SCHEMA])
    assert found["faults"][0]["said"] == "The index articles_title is not there."


@pytest.mark.promise(
    "Check and repair", "a month of daily checks of another thirtieth (`1/30` … `30/30`)", "every body was read once"
)
def test_parts_are_all_bodies_together(whole: Path) -> None:
    parts = [check(whole, Part(number, 30)).findings for number in range(1, 31)]
    read = [found.looked for findings in parts for found in findings if found.name == "bodies"]
    assert sum(read) == len(rows(whole, "bodies")["bodies"])
    assert max(read) < sum(read)


def test_a_share_is_by_chance_and_another_each_time(whole: Path) -> None:
    def read(seed: int, text: str) -> int:
        report = check(whole, Part.parse(text), chance=Random(seed))
        return next(found.looked for found in report.findings if found.name == "bodies")

    total = read(0, "100%")
    assert total == len(rows(whole, "bodies")["bodies"])
    assert {read(seed, "50%") for seed in range(20)} > {total // 2}


@pytest.mark.parametrize("text", ["0%", "101%", "x", "5", "0/3", "4/3", "1/0", "-5%", "nan%", ""])
def test_what_is_no_part_is_refused(whole: Path, text: str) -> None:
    done = run(whole, f"--read-data-subset={text}")
    assert (done.code, "is no part" in done.err) == (13, True)


@pytest.mark.promise(
    "Check and repair",
    "a byte of the file flipped, at places by chance",
    "found, unless every capture and body still is what it was; never a crash",
)
def test_any_byte_of_the_file(whole: Path, copy: Path, thorough: bool, measured: Measured) -> None:
    chance, content = Random(7), whole.read_bytes()
    truth = rows(whole, "captures", "bodies", "dictionaries", "requests")
    times, found = (400 if thorough else 40), 0
    for _ in range(times):
        at = chance.randrange(100, len(content))
        spoilt = bytearray(content)
        spoilt[at] ^= 1 << chance.randrange(8)
        copy.write_bytes(spoilt)
        try:
            faults = check(copy, transforms=TRANSFORMS).faults
        except (OlderArchive, NewerArchive):  # the byte was in the list of migrations
            faults = 1
        if faults:
            found += 1
        else:
            assert rows(copy, "captures", "bodies", "dictionaries", "requests") == truth, at
    assert found
    measured(figure=f"{times} flips, {found} found; the others left every capture and body as it was")
