"""The CSV file: all articles, exactly, or nothing."""

import csv
import errno
import io
import os
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from scraper.errors import BadInput, DiskFull, ForeignArchive, NoArchive, Unwritable
from scraper.publish.export import COLUMNS, Choice, export

Rows = Callable[..., list[tuple[Any, ...]]]
NAMES = [column.name for column in COLUMNS]


def read(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, strict=True))


@pytest.fixture(scope="module")
def exported(archive: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    target = tmp_path_factory.mktemp("export") / "new" / "folder" / "articles.csv"
    assert export(archive, target).rows > 0
    return target


def test_each_article_is_a_row_in_order(exported: Path, rows: Rows) -> None:
    expected = rows("select id from articles order by published_date, edition, id")
    assert [int(row["id"]) for row in read(exported)] == [key for (key,) in expected]


def test_every_value_is_as_it_is_kept(exported: Path, rows: Rows) -> None:
    there = {name for _, name, *_ in rows("pragma table_info(articles)")}
    same = [name for name in NAMES if name in there]
    kept = {row[0]: row for row in rows(f"select {', '.join(same)} from articles")}
    for row in read(exported):
        for name, value in zip(same, kept[int(row["id"])], strict=True):
            assert row[name] == ("" if value is None else str(value)), name


def test_columns_from_other_tables(exported: Path, rows: Rows) -> None:
    found = {int(row["id"]): row for row in read(exported)}
    ((several,),) = rows("select article_id from article_authors group by 1 having count(*) > 1 order by 1 limit 1")
    slugs = rows(
        "select slug from article_authors x join authors a on a.id = author_id where article_id = ? order by position",
        several,
    )
    assert found[several]["author_slugs"] == "; ".join(slug for (slug,) in slugs)
    ((piece, language),) = rows("select article_id, language from translations order by 1 limit 1")
    assert found[piece]["translations"] == "; ".join(sorted({"en", "fr", "ru"} - {language}))
    ((noted,),) = rows("select article_id from footnotes group by 1 having count(*) > 1 order by 1 limit 1")
    notes = rows("select text from footnotes where article_id = ? order by position", noted)
    assert found[noted]["footnotes"] == "\n".join(text for (text,) in notes)
    captures: dict[int, str] = dict(
        rows("select a.id, c.fetched from articles a join captures c on c.id = a.capture_id")
    )
    hashes: dict[int, str] = dict(rows("select a.id, c.sha256 from articles a join captures c on c.id = a.capture_id"))
    assert {key: row["capture_time"] for key, row in found.items()} == captures
    assert {key: row["capture_sha256"] for key, row in found.items()} == hashes


def test_file_is_what_rfc_4180_says(exported: Path) -> None:
    raw = exported.read_bytes()
    assert raw.startswith(b"id,publisher,edition,")
    assert raw.endswith(b"\r\n")
    assert raw.split(b"\r\n", 1)[0].decode().split(",") == NAMES
    assert all(column.description.endswith(".") for column in COLUMNS)


def test_hostile_text_comes_back_unchanged(copy: Path, tmp_path: Path) -> None:
    hostile = '=1+1,"quoted";\r\nnext\rline\n\ttab 💥 \u2028 \x00 ﬀ'
    with closing(sqlite3.connect(copy)) as connection:
        ((article,),) = connection.execute("select min(id) from articles").fetchall()
        connection.execute("update articles set title = ?, lead = '' where id = ?", (hostile, article))
        connection.commit()
    export(copy, tmp_path / "out.csv")
    (row,) = [row for row in read(tmp_path / "out.csv") if row["id"] == str(article)]
    assert row["title"] == hostile


def test_article_without_date_comes_first(copy: Path, tmp_path: Path) -> None:
    with closing(sqlite3.connect(copy)) as connection:
        ((article,),) = connection.execute("select max(id) from articles").fetchall()
        connection.execute("update articles set published_date = null where id = ?", (article,))
        connection.commit()
    export(copy, tmp_path / "out.csv")
    assert read(tmp_path / "out.csv")[0]["id"] == str(article)


def test_what_turned_out_to_be_no_article_is_left_out(copy: Path, tmp_path: Path, rows: Rows) -> None:
    with closing(sqlite3.connect(copy)) as connection:
        ((article,),) = connection.execute("select min(id) from articles").fetchall()
        connection.execute("update frontier set state = 'missing', reason = 'same-body' where id = ?", (article,))
        connection.commit()
    assert export(copy, tmp_path / "out.csv").rows == rows("select count(*) from articles")[0][0] - 1
    assert str(article) not in {row["id"] for row in read(tmp_path / "out.csv")}


def test_one_language(archive: Path, tmp_path: Path, rows: Rows) -> None:
    ((expected,),) = rows("select count(*) from articles where language = 'ru'")
    assert export(archive, tmp_path / "ru.csv", choice=Choice(language="ru")).rows == expected
    assert {row["language"] for row in read(tmp_path / "ru.csv")} == {"ru"}
    with pytest.raises(BadInput, match=r'the language "rus".*Did you mean "ru"'):
        export(archive, tmp_path / "none.csv", choice=Choice(language="rus"))
    assert not (tmp_path / "none.csv").exists()


def test_progress_ends_with_all(archive: Path, tmp_path: Path) -> None:
    seen: list[tuple[int, int]] = []
    rows = export(archive, tmp_path / "out.csv", progress=lambda done, total: seen.append((done, total))).rows
    assert seen[-1] == (rows, rows)


def test_standard_output_gets_the_same_bytes(
    archive: Path, exported: Path, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    export(archive, None)
    assert capsysbinary.readouterr().out == exported.read_bytes()


def test_reader_that_leaves_early_is_no_error(archive: Path) -> None:
    code = "import sys, pathlib; from scraper.publish.export import export; export(pathlib.Path(sys.argv[1]), None)"
    with subprocess.Popen(
        [sys.executable, "-c", code, str(archive)], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as running:
        assert running.stdout is not None
        assert running.stderr is not None
        running.stdout.read(10)
        running.stdout.close()
        assert running.stderr.read() == b""
        assert running.wait(30) == 0


def test_failure_leaves_the_old_file_and_nothing_else(archive: Path, tmp_path: Path) -> None:
    target = tmp_path / "articles.csv"
    target.write_text("old")

    def stop(_done: int, _total: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        export(archive, target, progress=stop)
    assert target.read_text() == "old"
    assert list(tmp_path.iterdir()) == [target]


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs Linux's full device")
def test_full_disk_is_named(archive: Path) -> None:
    with pytest.raises(DiskFull):
        export(archive, Path("/dev/full"))


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs Linux's full device")
@pytest.mark.parametrize("form", ["jsonl", "parquet", "xlsx"])
def test_full_disk_is_named_in_every_format(archive: Path, form: str) -> None:
    with pytest.raises(DiskFull):
        export(archive, Path("/dev/full"), form)


def test_archive_itself_is_never_written_over(copy: Path, tmp_path: Path) -> None:
    before = copy.read_bytes()
    (tmp_path / "link.csv").symlink_to(copy)
    for target in (copy, tmp_path / "link.csv"):
        with pytest.raises(BadInput, match="the archive itself"):
            export(copy, target)
    assert copy.read_bytes() == before


def test_device_is_written_to_and_not_replaced(archive: Path) -> None:
    assert export(archive, Path(os.devnull)).rows > 0
    assert not Path(os.devnull).is_file()


def test_place_that_cannot_be_written_is_named(archive: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    for target in (tmp_path, tmp_path / "file" / "below.csv"):
        with pytest.raises(Unwritable):
            export(archive, target)


def test_link_keeps_pointing(archive: Path, tmp_path: Path) -> None:
    (tmp_path / "link.csv").symlink_to(tmp_path / "real.csv")
    export(archive, tmp_path / "link.csv")
    assert (tmp_path / "link.csv").is_symlink()
    assert read(tmp_path / "real.csv")


def test_what_is_no_archive_is_refused_and_makes_no_file(tmp_path: Path) -> None:
    (tmp_path / "text.db").write_text("not a database, but long enough to be looked at" * 20)
    with pytest.raises(ForeignArchive):
        export(tmp_path / "text.db", tmp_path / "out.csv")
    with pytest.raises(NoArchive):
        export(tmp_path / "none.db", tmp_path / "out.csv")
    assert not (tmp_path / "out.csv").exists()


def test_errors_of_standard_output_are_named(archive: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class Full(io.RawIOBase):
        def writable(self) -> bool:
            return True

        def write(self, _data: object) -> int:
            raise OSError(errno.ENOSPC, "No space left on device")

    class Out:
        buffer = Full()

    monkeypatch.setattr(sys, "stdout", Out())
    with pytest.raises(DiskFull, match="standard output"):
        export(archive, None)
