"""One journey through everything: the demo newspaper over two days, as a user would go."""

from __future__ import annotations

import csv
import os
import re
import sqlite3
import subprocess
import sys
import urllib.request
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import pytest
from crawl.crawling import NEO

from scraper.archive.migrations import DERIVED
from scraper.demo import Newspaper, articles, planted

Rows = Mapping[str, Sequence[tuple[object, ...]]]
PROJECT = Path(__file__).parent.parent
CLOCK = {"first_seen", "last_seen", "status_since", "capture_id"}  # what depends on when, not on what


def run(*words: str | Path, expect: int = 0, **env: str) -> str:
    """What a command printed; it must end with the expected exit code."""
    done = subprocess.run(list(map(str, words)), capture_output=True, text=True, env=os.environ | env, cwd=PROJECT)
    assert done.returncode == expect, done.stdout + done.stderr
    return done.stdout


def dump(archive: Path, without: set[str] | None = None) -> Rows:
    """Every derived table's rows, in order; columns named in `without` left out."""
    found = {}
    with closing(sqlite3.connect(archive)) as connection:
        for table in DERIVED:
            names = [row[1] for row in connection.execute(f"pragma table_info({table})")]
            kept = ", ".join(name for name in names if name not in (without or ()))
            found[table] = connection.execute(f"select {kept} from {table} order by {kept}").fetchall()
    return found


@dataclass(frozen=True)
class Journey:
    """The archive after each stage."""

    archive: Path
    csv: Path
    said: str  # by the first demo
    first: Rows
    again: Rows
    next_day: Rows
    rebuilt: Rows


@pytest.fixture(scope="module")
def journey(tmp_path_factory: pytest.TempPathFactory) -> Journey:
    folder = tmp_path_factory.mktemp("journey")
    archive, target = folder / "archive.db", folder / "exports" / "articles.csv"
    demo: list[str | Path] = [*NEO, "demo", "--archive", archive, "--csv", target]
    said = run(*demo)
    first = dump(archive)
    run(*demo)
    again = dump(archive)
    run(*demo, "--next-day")
    next_day = dump(archive)
    run(*NEO, "rebuild", "--archive", archive)
    return Journey(archive, target, said, first, again, next_day, dump(archive))


def ask(archive: Path, sql: str, *values: object) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(archive)) as connection:
        return connection.execute(sql, values).fetchall()


def test_demo_says_what_it_did(journey: Journey) -> None:
    counts = Counter(page.language for page in articles(1))
    for language, count in counts.items():
        assert re.search(rf"demo/{language} +{count} +{count} ", journey.said)
    assert f"({len(articles(1))} articles)" in journey.said
    assert "neo-archive serve" in journey.said


def test_every_announced_article_is_held(journey: Journey) -> None:
    held = {path for (path,) in ask(journey.archive, "select path from articles")}
    assert held >= {page.path for day in (1, 2) for page in articles(day)}
    assert ask(journey.archive, "select * from gaps") == []


def test_nothing_but_articles_is_held(journey: Journey) -> None:
    held = {path for (path,) in ask(journey.archive, "select path from articles")}
    assert held == {page.path for day in (1, 2) for page in articles(day)}


def test_second_crawl_adds_no_article_and_no_version(journey: Journey) -> None:
    assert [row[0] for row in journey.again["articles"]] == [row[0] for row in journey.first["articles"]]
    assert [row[0] for row in journey.again["versions"]] == [row[0] for row in journey.first["versions"]]


@pytest.mark.parametrize("kind", sorted({change.kind for change in planted(2)}))
def test_next_day_finds_exactly_what_was_planted(journey: Journey, kind: str) -> None:
    expected = {change.path for change in planted(2) if change.kind == kind}
    status = "select path from articles where status = ?"
    grown = "select path from articles where versions > 1"
    by_modified = """
        select a.path from articles a join versions one on one.article_id = a.id and one.number = 1
          join versions two on two.article_id = a.id and two.number = 2 where one.modified {} two.modified"""
    found = {
        "new": "select path from articles a where first_seen >= (select started from crawls where id = 3)"
        " and not exists (select 1 from articles b where b.moved_to = a.id)",
        "edit": by_modified.format("<"),
        "silent-edit": by_modified.format("="),
        "gone-404": status.replace("?", "'gone-404'"),
        "gone-410": status.replace("?", "'gone-410'"),
        "moved": status.replace("?", "'redirected'"),
    }[kind]
    assert {path for (path,) in ask(journey.archive, found)} == expected
    changed = {change.path for change in planted(2) if change.kind in ("edit", "silent-edit")}
    assert {path for (path,) in ask(journey.archive, grown)} == changed


def test_moved_article_names_where_it_went(journey: Journey) -> None:
    moves = {change.path: change.moved_to for change in planted(2) if change.kind == "moved"}
    sql = "select a.path, b.path from articles a join articles b on b.id = a.moved_to"
    assert dict(ask(journey.archive, sql)) == moves  # type: ignore[arg-type]


def test_rebuild_gives_equal_rows(journey: Journey) -> None:
    for table in DERIVED:
        assert journey.rebuilt[table] == journey.next_day[table], table


def test_foreign_keys_hold(journey: Journey) -> None:
    assert ask(journey.archive, "pragma foreign_key_check") == []


def test_translations_are_those_of_the_newspaper(journey: Journey) -> None:
    pairs: dict[str, set[str]] = {}
    for page in articles(2):
        pairs[page.path] = set(page.translations.values())
    sql = """
        select a.path, b.path from translations x join translations y using (group_id)
          join articles a on a.id = x.article_id join articles b on b.id = y.article_id
         where a.id <> b.id and a.status = 'online' and b.status = 'online'"""
    found: dict[str, set[str]] = {path: set() for path in pairs}
    for one, other in ask(journey.archive, sql):
        found[str(one)].add(str(other))
    assert found == pairs


def test_each_source_is_remembered(journey: Journey) -> None:
    known: dict[str, set[str]] = {}
    for page in (*articles(1), *articles(2)):
        known.setdefault(page.path, set()).update(page.announced_by)
    found: dict[str, set[str]] = {}
    for path, source in ask(
        journey.archive, "select path, source from sightings where source not in ('redirect', 'page')"
    ):
        found.setdefault(str(path), set()).add(str(source))
    assert found == known


def test_bodies_come_back_byte_for_byte(journey: Journey) -> None:
    from scraper.archive import Archive

    with Archive.open(journey.archive) as archive:
        for digest, size in ask(journey.archive, "select sha256, size from bodies"):
            assert len(archive.bodies.get(str(digest))) == size


def test_sources_are_captured_too(journey: Journey) -> None:
    kinds = {kind for (kind,) in ask(journey.archive, "select distinct kind from captures where sha256 is not null")}
    assert kinds == {"article", "sitemap", "feed", "listing", "robots"}


def test_csv_holds_every_article(journey: Journey) -> None:
    with journey.csv.open(encoding="utf-8", newline="") as file:
        rows = {row["id"]: row for row in csv.DictReader(file)}
    stored = ask(journey.archive, "select id, title, body, url from articles")
    assert len(rows) == len(stored)
    for key, title, body, url in stored:
        assert (rows[str(key)]["title"], rows[str(key)]["body"], rows[str(key)]["url"]) == (title, body, url)


def test_scrapy_crawl_gives_the_same_rows(tmp_path: Path) -> None:
    ours, scrapys = tmp_path / "ours.db", tmp_path / "scrapys.db"
    scrapy = [sys.executable, "-m", "scrapy"]
    with Newspaper(day=1) as paper:
        run(*NEO, "crawl", "demo", "--home", paper.address, "--archive", ours)
        run(*scrapy, "crawl", "demo", "-a", f"home={paper.address}", NEO_ARCHIVE=str(scrapys))
    assert dump(ours, CLOCK) == dump(scrapys, CLOCK)
    assert run(*scrapy, "list").split() == ["demo", "neo"]


@pytest.fixture
def site(journey: Journey) -> Iterator[str]:
    command = [*NEO, "serve", "--port", "0", "--archive", str(journey.archive)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=PROJECT) as server:
        assert server.stdout is not None
        yield server.stdout.readline().split()[0]
        server.terminate()
        assert server.wait(20) == 0


def test_site_answers_on_a_port(site: str) -> None:
    for path in ("", "archive", "archive/articles", "archive/articles?_search=harbour", "archive/articles.csv"):
        with urllib.request.urlopen(site + path) as answer:
            assert answer.status == 200
