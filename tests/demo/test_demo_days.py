"""What was planted on the second day can be seen there, and nothing else changed in the texts."""

from dataclasses import asdict

import lxml.etree
import pytest

from scraper.demo import Newspaper, Planted, articles, planted

from .conftest import Ask

FIRST = {article.path: article for article in articles(1)}
SECOND = {article.path: article for article in articles(2)}
KINDS = {"new", "edit", "silent-edit", "gone-404", "gone-410", "moved"}


def of(kind: str) -> list[Planted]:
    return [change for change in planted(2) if change.kind == kind]


def test_every_kind_of_change_is_planted() -> None:
    assert {change.kind for change in planted(2)} == KINDS
    assert planted(1) == ()
    assert len({change.language for change in of("edit")}) >= 2
    assert len(of("new")) >= 6


def test_nothing_else_changed() -> None:
    changed = {change.path for change in planted(2)} | {change.moved_to for change in planted(2)}
    assert FIRST.keys() ^ SECOND.keys() <= changed
    for path in (FIRST.keys() & SECOND.keys()) - changed:
        before, after = asdict(FIRST[path]), asdict(SECOND[path])
        del before["translations"], after["translations"]  # a translation may have gone or moved
        assert before == after


@pytest.mark.parametrize("change", of("new"), ids=lambda change: change.path)
def test_new_pages_were_not_there_before(paper: Newspaper, ask: Ask, change: Planted) -> None:
    assert ask(change.path).status == 404
    paper.day = 2
    assert ask(change.path).status == 200


@pytest.mark.parametrize("change", of("edit") + of("silent-edit"), ids=lambda change: change.path)
def test_edits_change_the_text_and_only_open_ones_the_date(paper: Newspaper, ask: Ask, change: Planted) -> None:
    before, after = FIRST[change.path], SECOND[change.path]
    assert sum(one != other for one, other in zip(before.body, after.body, strict=True)) == 1
    assert (before.modified < after.modified) == (change.kind == "edit")
    first = ask(change.path)
    paper.day = 2
    second = ask(change.path, If_None_Match=first.headers["ETag"])
    assert second.status == 200
    assert (first.headers["Last-Modified"] == second.headers["Last-Modified"]) == (change.kind == "silent-edit")


@pytest.mark.parametrize("change", of("gone-404") + of("gone-410"), ids=lambda change: change.path)
def test_what_is_gone_says_so_and_is_announced_nowhere(paper: Newspaper, ask: Ask, change: Planted) -> None:
    assert ask(change.path).status == 200
    paper.day = 2
    assert ask(change.path).status == int(change.kind.removeprefix("gone-"))
    assert change.path not in SECOND
    assert change.path.encode() not in everything(ask)


@pytest.mark.parametrize("change", of("moved"), ids=lambda change: change.path)
def test_what_moved_redirects_to_its_new_address(paper: Newspaper, ask: Ask, change: Planted) -> None:
    assert change.moved_to
    assert ask(change.moved_to).status == 404
    paper.day = 2
    reply = ask(change.path)
    assert (reply.status, reply.headers["Location"]) == (301, paper.address + change.moved_to)
    assert SECOND[change.moved_to].body == FIRST[change.path].body
    announced = everything(ask)
    assert change.path.encode() not in announced
    assert change.moved_to.encode() in announced


def test_the_french_edition_is_rendered_anew_with_the_same_texts(paper: Newspaper, ask: Ask) -> None:
    path = next(path for path, article in FIRST.items() if article.language == "fr")
    first = ask(path)
    paper.day = 2
    second = ask(path)
    assert b'<aside class="quote-box">' in first.body
    assert b'<div class="post-content">' in first.body
    assert b'<div class="pull-quote">' in second.body
    assert b'<div class="entry-content">' in second.body
    assert first.headers["Last-Modified"] == second.headers["Last-Modified"]
    assert first.headers["ETag"] != second.headers["ETag"]


def test_furniture_changes_on_every_page(paper: Newspaper, ask: Ask) -> None:
    kept = FIRST.keys() & SECOND.keys()
    before = {path: ask(path).body for path in kept}
    paper.day = 2
    for path in kept:
        after = ask(path).body
        assert before[path] != after
    assert b">Contact</a>" in before["/2025/03/03/the-lamp-on-gull-rocks-is-lit-again/"]
    assert b">Write to us</a>" in ask("/2025/03/03/the-lamp-on-gull-rocks-is-lit-again/").body


def everything(ask: Ask) -> bytes:
    """All sitemaps, feeds and fronts in one."""
    index = lxml.etree.fromstring(ask("/sitemap_index.xml").body)
    maps = [loc.text.split("/", 3)[3] for loc in index.iter("{*}loc")]
    found = [ask(f"/{name}").body for name in maps]
    for front in ("/", "/fr/", "/ru/"):
        found += [ask(f"{front}feed/?paged={number}").body for number in range(1, 5)]
        found += [ask(f"{front}page/{number}/" if number > 1 else front).body for number in range(1, 7)]
    return b"".join(found)
