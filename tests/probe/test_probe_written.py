"""The publisher's file: Python as the formatter leaves it, all of it or nothing, never over another."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from scraper.crawl.probe import Findings, check_target, draft, publisher_file, write
from scraper.crawl.probe.findings import FoundEdition, FoundLayout
from scraper.crawl.probe.pattern import Pattern
from scraper.crawl.probe.written import quoted, raw
from scraper.errors import ArchiveError, BadInput, Unwritable
from scraper.publisher import Feed, Layout, Listing, Publisher, Rest, Sitemap, Strings

PROJECT = Path(__file__).parent.parent.parent
LONG = "https://post.example/" + "-".join(["a-very-long-address"] * 8) + "/"
EN = FoundEdition("en", "/", ("page",), (Sitemap("/sitemap_index.xml"),), announced={"/sitemap_index.xml": (12, 10)})
FR = FoundEdition(
    "fr",
    "/fr/",
    ("hreflang",),
    (Feed("/fr/feed/", pages=10), Feed("/fr/rss?kind=all"), Rest("/fr/wp-json/wp/v2/posts"), Listing("/fr/")),
    Strings(by=("Auteur :",), related=("À lire « aussi »",)),
)
DESIGN = FoundLayout(
    Layout("L1", ".entry-content", author="a[rel~='author']"), ("https://post.example/x/",), {"body": 3}
)
PLAIN = Findings(
    home="https://post.example",
    title="The Post",
    editions=(EN,),
    pattern=Pattern(r"\d{4}/\d{2}/[^/]+/", 10, 10),
    layouts=(DESIGN,),
    told=(),
    pages=(),
    zone="UTC",
    delay=None,
    requests=12,
    missing=(),
    notes=(),
)
CASES = {
    "plain": PLAIN,
    "editions": replace(PLAIN, editions=(EN, FR), zone="Etc/GMT-3", delay=10.0),
    "no layout": replace(PLAIN, layouts=()),
    "two layouts": replace(PLAIN, layouts=(replace(DESIGN, pages=(LONG,)), replace(DESIGN, pages=(LONG, LONG)))),
    "quotes": replace(
        PLAIN, title='The "Post" of \\ \'Vellamar\' """', pattern=Pattern("news/[^/]+/?", 1, 2, (), ("a",) * 40)
    ),
    "odd letters": replace(PLAIN, title="Пост\u00a0№\u202e 1 — \x07 naïve 🙂"),
    "long title": replace(PLAIN, title="The Post of the Very Long Name " * 3),
    "code in a title": replace(PLAIN, title='x"""\nimport os\n"""'),
    "no sources but one": replace(PLAIN, editions=(EN, replace(FR, sources=(), strings=Strings()))),
}


def ruff(*words: str, text: str) -> str:
    command = [sys.executable, "-m", "ruff", *words, "--config", str(PROJECT / "pyproject.toml"), "-"]
    done = subprocess.run(command, input=text, capture_output=True, text=True)
    return done.stdout + done.stderr if done.returncode else ""


def loaded(text: str) -> Publisher:
    names: dict[str, object] = {}
    exec(compile(text, "post.py", "exec"), names)
    found = names["PUBLISHER"]
    assert isinstance(found, Publisher)
    return found


@pytest.mark.parametrize("name", CASES)
def test_file_says_what_the_findings_make(name: str) -> None:
    assert loaded(publisher_file(CASES[name], "post")) == draft(CASES[name], "post")


@pytest.mark.parametrize("name", CASES)
def test_the_formatter_and_the_linter_leave_the_file_as_it_is(name: str) -> None:
    text = publisher_file(CASES[name], "post")
    assert ruff("format", "--diff", text=text) == ""
    assert ruff("check", text=text) == ""


def test_comments_say_what_was_seen_and_what_is_guessed() -> None:
    text = publisher_file(CASES["editions"], "post")
    assert "# (seen) 10 articles among 12 addresses" in text
    assert "(guessed) matches 10 of 10" in text
    assert "(guessed) by the offset" in text
    assert "robots.txt asks for it (seen)\n    delay=10.0," in text


@pytest.mark.parametrize("text", ["", "plain", "it's", 'say "x"', "both ' and \"", "a\\b", "\u00a0\t\n\x00", "«é» 🙂"])
def test_strings_are_read_back_as_they_were(text: str) -> None:
    assert eval(quoted(text)) == text
    assert eval(raw(text)) == text


@pytest.mark.parametrize(
    "name", ["1post.py", "the-post.py", "Post.py", "class.py", "post.txt", "post", "é.py", ".py", "_x.py"]
)
def test_a_name_that_is_none_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(BadInput, match="is no name") as caught:
        check_target(tmp_path / name)
    assert caught.value.exit_code == 13
    near = str(caught.value).rsplit(" ", 1)[1]
    assert check_target(Path(near)) == Path(near).stem  # what it suggests would do
    assert list(tmp_path.iterdir()) == []


def test_a_file_that_is_there_is_left_as_it_is(tmp_path: Path) -> None:
    target = tmp_path / "post.py"
    target.write_text("mine")
    for attempt in (lambda: check_target(target), lambda: write(target, PLAIN)):
        with pytest.raises(BadInput, match="is there already"):
            attempt()
    assert target.read_text() == "mine"
    (tmp_path / "link.py").symlink_to("nowhere")
    with pytest.raises(BadInput, match="is there already"):
        check_target(tmp_path / "link.py")


def test_a_file_that_came_in_between_is_left_as_it_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    target = tmp_path / "post.py"
    monkeypatch.setattr("scraper.crawl.probe.written.check_target", lambda path: path.stem)
    target.write_text("mine")
    with pytest.raises(BadInput, match="is there already"):
        write(target, PLAIN)
    assert [(path.name, path.read_text()) for path in tmp_path.iterdir()] == [("post.py", "mine")]


def test_nothing_half_written_is_left_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.link", fail)
    with pytest.raises(ArchiveError, match="full"):
        write(tmp_path / "post.py", PLAIN)
    assert list(tmp_path.iterdir()) == []


def test_a_disk_without_links_will_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr("os.link", fail)
    write(tmp_path / "post.py", PLAIN)
    assert [path.name for path in tmp_path.iterdir()] == ["post.py"]
    assert loaded((tmp_path / "post.py").read_text()) == draft(PLAIN, "post")


def test_a_folder_that_is_not_there_is_not_made(tmp_path: Path) -> None:
    with pytest.raises(Unwritable, match="no such folder"):
        write(tmp_path / "none" / "post.py", PLAIN)


@pytest.mark.parametrize(
    "found",
    [replace(PLAIN, pattern=None), replace(PLAIN, editions=(replace(EN, sources=()),))],
    ids=["shape", "source"],
)
def test_too_little_is_not_written(tmp_path: Path, found: Findings) -> None:
    with pytest.raises(BadInput, match="was not written"):
        write(tmp_path / "post.py", found)
    assert list(tmp_path.iterdir()) == []
