"""What stands beside a file says what it is of; the folder's data package keeps all of ours and nothing of others."""

import csv
import hashlib
import json
import re
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest

from scraper.publish.export import COLUMNS, Choice, export
from scraper.publish.export.choice import Per

Rows = Callable[..., list[tuple[Any, ...]]]
READ: dict[str, Callable[[str], object]] = {
    "string": str,
    "integer": int,
    "number": float,
    "date": date.fromisoformat,
    "datetime": lambda text: datetime.strptime(text, "%Y-%m-%dT%H:%M:%SZ"),  # noqa: DTZ007 - the format's own
}
ASKED = Choice(language="ru", since="2025", columns=("id", "title", "published"))


def load(path: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return found


def test_manifest_says_what_the_file_is_of(archive: Path, tmp_path: Path, rows: Rows) -> None:
    done = export(archive, tmp_path / "ru.csv", choice=ASKED)
    assert done.paths == (
        tmp_path / "ru.csv",
        tmp_path / "ru.csv.manifest.json",
        tmp_path / "datapackage.json",
    )
    found = load(done.paths[1])
    raw = (tmp_path / "ru.csv").read_bytes()
    assert found["rows"] == done.rows == len(raw.split(b"\r\n")) - 2
    assert found["bytes"] == done.bytes == len(raw)
    assert found["sha256"] == done.sha256 == hashlib.sha256(raw).hexdigest()
    assert found["options"] == {"language": "ru", "since": "2025", "columns": ["id", "title", "published"]}
    assert found["parameters"] == {"language": "ru", "since": "2025"}
    assert [column["name"] for column in found["columns"]] == ["id", "title", "published"]
    assert found["columns"][0] == {"name": "id", "type": "integer", "description": COLUMNS[0].description}
    assert found["archive"] == {
        "publishers": ["demo"],
        "articles": rows("select count(*) from articles")[0][0],
        "last_crawl_finished": rows("select max(finished) from crawls")[0][0],
        "migration": rows("select max(name) from _sqlite_migrations")[0][0],
        "tree_head": dict(
            zip(
                ("day", "size", "root"),
                rows("select day, size, root from tree_heads order by day desc")[0],
                strict=True,
            )
        ),
    }
    assert done.sha256 in found["how_to_cite"]
    assert found["archive"]["last_crawl_finished"] in found["how_to_cite"]


def test_sql_of_the_manifest_gives_the_rows(archive: Path, tmp_path: Path, rows: Rows) -> None:
    each: tuple[Per, ...] = ("article", "version")
    for per in each:
        done = export(archive, tmp_path / f"{per}.csv", choice=Choice(per=per, language="fr"))
        found = load(done.paths[1])
        sql = found["sql"].replace(":language", "'fr'")
        assert len(rows(sql)) == found["rows"] > 0


def test_package_is_what_frictionless_says(archive: Path, tmp_path: Path) -> None:
    """The rules of Data Package v1 that tools rely on, written out."""
    for form in ("csv", "jsonl", "parquet", "xlsx"):
        export(archive, tmp_path / f"Новости 1.{form}", form)
        export(archive, tmp_path / f"Статьи 1.{form}", form)
        export(archive, tmp_path / f"versions.{form}", form, Choice(per="version"))
    package = load(tmp_path / "datapackage.json")
    assert re.fullmatch(r"[-a-z0-9._/]+", package["name"])
    assert package["profile"] == "data-package"
    datetime.strptime(package["created"], "%Y-%m-%dT%H:%M:%S%z")
    assert "licenses" not in package
    assert "No licence is known" in package["description"]
    assert all(set(source) <= {"title", "path", "email"} and source["title"] for source in package["sources"])
    assert len(package["resources"]) == 12
    assert len({resource["name"] for resource in package["resources"]}) == 12
    for resource in package["resources"]:
        assert re.fullmatch(r"[-a-z0-9._/]+", resource["name"])
        assert not resource["path"].startswith(("/", "."))
        raw = (tmp_path / resource["path"]).read_bytes()
        assert (resource["bytes"], resource["hash"]) == (len(raw), f"sha256:{hashlib.sha256(raw).hexdigest()}")
        names = [field["name"] for field in resource["schema"]["fields"]]
        assert len(set(names)) == len(names)
        assert all(field["type"] in READ and field["description"] for field in resource["schema"]["fields"])
        assert resource["schema"]["primaryKey"] in names
        assert resource["profile" if resource["format"] == "csv" else "format"]


@pytest.mark.parametrize("per", ["article", "version", "story"])
def test_every_cell_fits_its_field(archive: Path, tmp_path: Path, per: Any) -> None:
    export(archive, tmp_path / "out.csv", choice=Choice(per=per))
    (resource,) = load(tmp_path / "datapackage.json")["resources"]
    dialect, fields = resource["dialect"], resource["schema"]["fields"]
    with (tmp_path / "out.csv").open(encoding=resource["encoding"], newline="") as file:
        head, *rows = csv.reader(file, delimiter=dialect["delimiter"], quotechar=dialect["quoteChar"], strict=True)
    assert head == [field["name"] for field in fields]
    for row in rows:
        for field, cell in zip(fields, row, strict=True):
            if cell == "":
                required = field.get("constraints", {}).get("required")
                assert not required or field["name"] in ("title", "body"), field["name"]
            else:
                READ[field["type"]](cell)


def test_view_has_the_sentences_of_the_site(archive: Path, tmp_path: Path) -> None:
    done = export(archive, tmp_path / "changes.csv", choice=Choice(view="changes"))
    assert all(column["description"].endswith(".") for column in load(done.paths[1])["columns"])


def test_types_of_a_query_are_those_of_its_values(archive: Path, tmp_path: Path) -> None:
    export(archive, tmp_path / "q.csv", choice=Choice(query="select 1 as i, 1.5 as f, 'x' as t, x'00' as b, null as n"))
    (resource,) = load(tmp_path / "datapackage.json")["resources"]
    assert [(field["type"], field.get("format")) for field in resource["schema"]["fields"]] == [
        *(("integer", None), ("number", None), ("string", None), ("string", "binary"), ("string", None)),
    ]


def test_package_keeps_what_is_there_and_forgets_what_is_gone(archive: Path, tmp_path: Path) -> None:
    for name in ("a.csv", "b.csv", "a.csv"):
        export(archive, tmp_path / name, choice=Choice(columns=("id",)))
    assert [one["path"] for one in load(tmp_path / "datapackage.json")["resources"]] == ["a.csv", "b.csv"]
    (tmp_path / "a.csv").unlink()
    export(archive, tmp_path / "c.csv", choice=Choice(columns=("id",)))
    assert [one["path"] for one in load(tmp_path / "datapackage.json")["resources"]] == ["b.csv", "c.csv"]


def test_exports_at_once_are_all_in_the_package(archive: Path, tmp_path: Path) -> None:
    names = [f"{number}.csv" for number in range(12)]
    with ThreadPoolExecutor(6) as several:
        list(several.map(lambda name: export(archive, tmp_path / name, choice=Choice(columns=("id",))), names))
    assert sorted(one["path"] for one in load(tmp_path / "datapackage.json")["resources"]) == sorted(names)


@pytest.mark.parametrize("foreign", ['{"name": "mine", "resources": []}', "no JSON", "[]", '{"generator": 7}', "\xff"])
def test_package_of_somebody_else_is_left_as_it_is(archive: Path, tmp_path: Path, foreign: str) -> None:
    (tmp_path / "datapackage.json").write_text(foreign, encoding="latin-1")
    done = export(archive, tmp_path / "out.csv")
    assert (tmp_path / "datapackage.json").read_text(encoding="latin-1") == foreign
    assert done.paths[2] == tmp_path / "out.csv.datapackage.json"
    assert [one["path"] for one in load(done.paths[2])["resources"]] == ["out.csv"]


def test_nothing_stands_beside_when_nobody_wants_it(archive: Path, tmp_path: Path) -> None:
    assert export(archive, tmp_path / "out.csv", beside=False).paths == (tmp_path / "out.csv",)
    assert list(tmp_path.iterdir()) == [tmp_path / "out.csv"]
