"""Passwords and addresses that hold some are read where they are needed, and are found nowhere afterwards."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from crawl import forked
from crawl.crawling import NEO, crawl, environment
from health.changes import without_russian
from health.front import Front
from promises import Measured

from scraper.archive import Archive, open_for_reading
from scraper.archive.raw import Bodies
from scraper.errors import BadInput
from scraper.secrets import from_file, secret

TOKEN = "xyzzy-plugh-7e1d"  # in every secret of this test
UNREACHABLE = f"json://someone:{TOKEN}@127.0.0.1:1/{TOKEN}"  # nobody listens there: what failed is told, too
FORMS = ("csv", "jsonl", "parquet", "xlsx")


@pytest.mark.promise(
    "Secrets",
    "a crawl that fails to notify, a rebuild, every export, a snapshot, with secrets in environment and file",
    "no byte of a secret in log, output, archive (every body unpacked), exports or snapshot",
)
def test_secret_is_found_nowhere(tmp_path: Path, measured: Measured) -> None:
    archive, log, file = tmp_path / "archive.db", tmp_path / "crawl.log", tmp_path / "kept" / "notify"
    file.parent.mkdir()
    file.write_text(UNREACHABLE)
    file.chmod(0o600)
    given = {"NEO_NOTIFY_FILE": str(file), "NEO_PASSWORD": TOKEN}
    said, memory = "", 0
    with Front() as front:
        assert crawl(archive, front.address, "--log", str(log), env=given).code == 0
        front.change = without_russian
        crawled = crawl(archive, front.address, "--log", str(log), env=given)
    assert crawled.code == 14
    assert "1 of the 1 addresses" in crawled.err
    said += crawled.out + crawled.err
    out = tmp_path / "out"
    for words in (
        ["rebuild"],
        ["status"],
        *(["export", form, "--output", f"{out}/articles.{form}"] for form in FORMS),
        ["snapshot", f"{out}/snapshots"],
    ):
        line = [*NEO, *words, "--archive", str(archive)]
        ended = forked.end(line, within=120, cwd=tmp_path, env=environment(**given))
        assert ended.code == 0, ended.err
        said, memory = said + ended.out + ended.err, max(memory, ended.memory)
    searched = [name for name, data in everything(tmp_path, file.parent) if TOKEN.encode() in data]
    assert searched == []
    assert TOKEN not in said
    measured(memory=memory, figure=f"{sum(1 for _ in everything(tmp_path, file.parent))} files and bodies searched")


def everything(folder: Path, but: Path) -> Iterator[tuple[str, bytes]]:
    """Each file below a folder and its bytes; of an archive each body too, of a spreadsheet each part."""
    for path in sorted(folder.rglob("*")):
        if path.is_dir() or path.is_relative_to(but):
            continue
        yield path.name, path.read_bytes()
        if path.name == "archive.db":
            with closing(open_for_reading(path)) as connection:
                bodies = Bodies(connection)
                for (digest,) in connection.execute("select sha256 from bodies").fetchall():
                    yield digest, bodies.get(digest)
        if path.suffix == ".xlsx":
            with zipfile.ZipFile(path) as parts:
                yield from ((name, parts.read(name)) for name in parts.namelist())


def test_a_planted_secret_would_be_found(tmp_path: Path) -> None:
    with Front() as front:
        archive = tmp_path / "archive.db"
        assert crawl(archive, front.address, "--limit", "2").code == 0
    with Archive.open(archive) as opened, opened.transaction():
        opened.bodies.put(f"{'a long page ' * 900}{TOKEN}{'b' * 900}".encode(), "demo/en", "article")
    assert [name for name, data in everything(tmp_path, tmp_path / "none") if TOKEN.encode() in data]


@pytest.mark.promise("Secrets", "--home with a password in the address", "refused: the archive would keep it")
def test_address_with_a_password_is_refused(tmp_path: Path) -> None:
    crawled = crawl(tmp_path / "archive.db", f"http://someone:{TOKEN}@127.0.0.1:1")
    assert crawled.code == 13
    assert "user name" in crawled.err
    assert TOKEN not in crawled.err + crawled.out
    assert not (tmp_path / "archive.db").exists()


REFUSED = {
    "one that others can read": (0o644, "chmod 600"),
    "one that the group can read": (0o640, "chmod 600"),
}


@pytest.mark.promise("Secrets", "a file of secrets: {kind}", "refused, and the message shows nothing of it")
@pytest.mark.parametrize("kind", REFUSED)
def test_file_that_others_can_read_is_refused(kind: str, tmp_path: Path) -> None:
    mode, said = REFUSED[kind]
    file = tmp_path / "secret"
    file.write_text(TOKEN)
    file.chmod(mode)
    with pytest.raises(BadInput, match=said) as refused:
        from_file(file)
    assert TOKEN not in str(refused.value)


@pytest.mark.promise("Secrets", "a file of secrets in the project's folder", "refused: it could be published with it")
def test_file_in_the_project_is_refused(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "scrapy.cfg").touch()
    monkeypatch.setattr("scraper.secrets.PROJECT", tmp_path.resolve())
    file = tmp_path / "secret"
    file.write_text(TOKEN)
    file.chmod(0o600)
    with pytest.raises(BadInput, match="lies in the project's folder") as refused:
        from_file(file)
    assert TOKEN not in str(refused.value)


@pytest.mark.parametrize("bad", ["none", "bytes"])
def test_file_that_cannot_be_read_is_named(bad: str, tmp_path: Path) -> None:
    (tmp_path / "bytes").write_bytes(b"\xff\xfe")
    with pytest.raises(BadInput, match="cannot be read"):
        from_file(tmp_path / bad)


def test_environment_goes_before_the_file(tmp_path: Path) -> None:
    file = tmp_path / "secret"
    file.write_text("from the file")
    file.chmod(0o600)
    named = {"NEO_X_FILE": str(file)}
    assert secret({}, "NEO_X") == ""
    assert secret(named, "NEO_X") == "from the file"
    assert secret(named | {"NEO_X": "given"}, "NEO_X") == "given"
