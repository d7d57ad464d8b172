"""The command curate: a file to start from, applied, and refused."""

from __future__ import annotations

import csv
from collections.abc import Callable
from pathlib import Path

from .conftest import Run, contents, rows


def test_suspects_applied_and_taken_back(run: Run, manifest: Callable[..., Path], tmp_path: Path) -> None:
    manifest(6)
    run("import", "pages", "manifest.jsonl", "--archive", "a.db")
    grouped = "select article_id, group_id, method from translations order by 1"
    before = rows(tmp_path / "a.db", grouped)
    ((one, url, other),) = rows(
        tmp_path / "a.db",
        "select a.id, a.url, b.id from articles a join articles b where a.edition <> b.edition and not exists ("
        " select 1 from translations x join translations y using (group_id)"
        " where x.article_id = a.id and y.article_id = b.id) order by 1, 3 limit 1",
    )
    sheet = tmp_path / "translations.csv"
    sheet.write_text(f"a,b,verdict,who,note,date\n{url},{other},same,anna,seen,2025-07-03\n", encoding="utf-8")
    said = run("curate", "translations.csv", "--archive", "a.db").output
    assert said == "1 verdicts hold, 1 pairs are judged otherwise than before\n"
    assert rows(tmp_path / "a.db", "select who, note, day from verdicts") == [("anna", "seen", "2025-07-03")]
    assert ("curator",) in rows(tmp_path / "a.db", f"select method from translations where article_id = {one}")
    judged = rows(tmp_path / "a.db", grouped)
    run("rebuild", "--archive", "a.db")
    assert rows(tmp_path / "a.db", grouped) == judged
    printed = list(csv.DictReader(run("curate", "--suspects", "--archive", "a.db").output.splitlines()))
    assert url in (printed[0]["a"], printed[0]["b"])
    assert (printed[0]["verdict"], printed[0]["who"]) == ("same", "anna")
    sheet.write_text("a,b,verdict\n", encoding="utf-8")
    run("curate", "translations.csv", "--archive", "a.db")
    assert rows(tmp_path / "a.db", grouped) == before


def test_mistakes_change_nothing_and_are_told(run: Run, manifest: Callable[..., Path], tmp_path: Path) -> None:
    manifest(3)
    run("import", "pages", "manifest.jsonl", "--archive", "a.db")
    ((url,),) = rows(tmp_path / "a.db", "select url from articles order by url limit 1")
    sheet = tmp_path / "v.csv"
    sheet.write_text(f"a,b,verdict\n{url},{url[:-3]}/,same\n{url},https://nowhere.example/x/,maybe\n", encoding="utf-8")
    said = run("curate", "v.csv", "--archive", "a.db", code=13).stderr
    assert f"line 2: {url[:-3]}/ is no article of this archive" in said
    assert f"Is it {url}?" in said
    assert 'line 3: "maybe" is no verdict' in said
    assert rows(tmp_path / "a.db", "select count(*) from curations") == [(0,)]


def test_neither_or_both_is_wrong_use(run: Run, tmp_path: Path) -> None:
    assert "Give either FILE" in run("curate", code=2).stderr
    assert "Give either FILE" in run("curate", "v.csv", "--suspects", code=2).stderr
    assert contents(tmp_path) == {}


def test_file_that_is_not_there_says_how_to_make_one(run: Run) -> None:
    assert "neo-archive curate --suspects > none.csv" in run("curate", "none.csv", "--archive", "a.db", code=13).stderr


def test_no_archive(run: Run, tmp_path: Path) -> None:
    (tmp_path / "v.csv").write_text("a,b,verdict\n", encoding="utf-8")
    assert "there is no archive" in run("curate", "v.csv", "--archive", "a.db", code=4).stderr
    assert "there is no archive" in run("curate", "--suspects", "--archive", "a.db", code=4).stderr
