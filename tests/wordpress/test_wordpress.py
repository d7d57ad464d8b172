"""A crawl of a real WordPress finds what its editors did, and nothing else."""

from __future__ import annotations

import json
import sqlite3
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from unicodedata import normalize
from urllib.parse import unquote

import pytest
from debian import CannotInstall, install

from scraper.crawl.outages import WITNESSES

from .site import SITES, Asked, Post, WordPress

pytestmark = pytest.mark.wordpress

TESTS = Path(__file__).parent.parent
SOURCES = ("sitemap", "feed", "rest", "listing")
FIELDS = ("title", "text", "author", "published", "sections", "tags", "language")
TEXT = "It was decided otherwise, and those who had been there the first time came again to say so, in the rain."
COLUMNS = "path, language, title, body, byline, published, sections, places, tags, status, versions, moved_to, id"

Articles = Mapping[str, Mapping[str, Any]]  # by address path, unquoted


@dataclass(frozen=True)
class Day:
    """What WordPress had to show, and what the archive held after a crawl of it."""

    posts: Mapping[str, Post]  # those in public, by address path, unquoted
    hidden: Sequence[Post]
    articles: Articles
    gaps: Mapping[str, str]  # address path, unquoted → why it is not held
    known: Mapping[str, set[str]]  # source → address paths, unquoted
    groups: set[frozenset[str]]  # translations of each other
    requests: Sequence[Asked]  # of this crawl


@dataclass(frozen=True)
class Chronicle:
    """Three days: as it was; after a day's work of the editors; after one old article was mended."""

    first: Day
    second: Day
    third: Day
    edited: set[str]
    gone: set[str]
    moved: Mapping[str, str]
    added: set[str]
    protected: str
    mended: str


@pytest.fixture(scope="module")
def wordpress() -> Iterator[WordPress]:
    try:
        install("wordpress")
    except CannotInstall as reason:
        pytest.skip(f"no WordPress: {reason}")
    with WordPress() as site:
        yield site


@pytest.fixture(scope="module")
def chronicle(wordpress: WordPress, tmp_path_factory: pytest.TempPathFactory) -> Chronicle:
    archive = tmp_path_factory.mktemp("wordpress") / "archive.db"
    first = crawl(wordpress, archive)
    en, fr, ru = ([post for post in first.posts.values() if post.language == language] for language in SITES)
    edited = [wordpress.edit(post, f"<p>{TEXT}</p>") for post in (en[7], fr[70], ru[40])]
    wordpress.delete(en[20])
    wordpress.delete(ru[90], for_good=True)
    old = fr[33], next(post for post in ru[60:] if "%" in post.path)
    new = wordpress.reslug(old[0], "une-tout-autre-adresse"), wordpress.reslug(old[1], "другой адрес")
    added = [
        wordpress.add("en", "A fourth bell is cast", TEXT, "2025-08-01 09:00:00"),
        wordpress.add("fr", "Une quatrième cloche est fondue", TEXT, "2025-08-01 09:00:00"),
        wordpress.add("ru", "Отлит четвёртый колокол", TEXT, "2019-08-01 00:10:00"),  # filed under an old day
    ]
    wordpress.protect(en[100], "mouette")
    second = crawl(wordpress, archive, "patient")
    wordpress.edit(en[30], f"<p>The clerk has read this again.</p><p>{TEXT}</p>")  # three with one body would be none
    third = crawl(wordpress, archive, "patient")
    return Chronicle(
        first,
        second,
        third,
        edited={unquote(post.path) for post in edited},
        gone={unquote(post.path) for post in (en[20], ru[90])},
        moved={unquote(was.path): unquote(post.path) for was, post in zip(old, new, strict=True)},
        added={unquote(post.path) for post in added},
        protected=unquote(en[100].path),
        mended=unquote(en[30].path),
    )


def crawl(site: WordPress, archive: Path, *how: str) -> Day:
    """Crawls the site as it is now; what came of it."""
    posts, asked = site.posts(), len(site.requests)
    words = [sys.executable, "-m", "wordpress.crawl", str(archive), site.address, *how]
    done = subprocess.run(words, capture_output=True, text=True, cwd=TESTS)
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["problems"] == []
    with closing(sqlite3.connect(archive)) as db:
        db.row_factory = sqlite3.Row
        known: dict[str, set[str]] = {}
        for source, path in db.execute("select source, path from sightings"):
            known.setdefault(source, set()).add(unquote(path))
        groups: dict[int, set[str]] = {}
        for group, path in db.execute("select group_id, path from translations join articles on id = article_id"):
            groups.setdefault(group, set()).add(unquote(path))
        return Day(
            {unquote(post.path): post for post in posts if post.status == "publish"},
            [post for post in posts if post.status != "publish"],
            {unquote(row["path"]): dict(row) for row in db.execute(f"select {COLUMNS} from articles")},
            {unquote(path): why for path, why in db.execute("select path, reason from frontier where state <> 'held'")},
            known,
            {frozenset(paths) for paths in groups.values()},
            site.requests[asked:],
        )


def of(language: str, paths: Iterator[str] | Mapping[str, object]) -> set[str]:
    """The addresses that lie in a language's site."""
    prefix = {"en": "/", "fr": "/fr/", "ru": "/ru/"}[language]
    return {path for path in paths if path.startswith(prefix) and (prefix != "/" or path[1:3] not in SITES)}


def test_newspaper_has_all_that_a_wordpress_can_hold(chronicle: Chronicle) -> None:
    posts = chronicle.first.posts.values()
    assert Counter(post.language for post in posts) == {"en": 188, "fr": 121, "ru": 123}
    assert len({post.published[:4] for post in posts}) >= 9
    hidden = Counter(post.status for post in chronicle.first.hidden)
    assert hidden == dict.fromkeys(("private", "draft", "pending", "future", "password", "trash"), 6) | {"page": 9}
    cyrillic = [path for path in of("ru", chronicle.first.posts) if not path.isascii()]
    assert 20 < len(cyrillic) < 100


@pytest.mark.parametrize("language", SITES)
def test_every_public_post_is_held_and_nothing_else(chronicle: Chronicle, language: str) -> None:
    assert of(language, chronicle.first.articles) == of(language, chronicle.first.posts)


def test_only_what_asks_for_a_password_is_missing(chronicle: Chronicle) -> None:
    locked = {unquote(post.path) for post in chronicle.first.hidden if post.status == "password"}
    assert set(chronicle.first.gaps) == locked


def test_password_is_a_wall_in_front_of_the_text(chronicle: Chronicle) -> None:
    assert set(chronicle.first.gaps.values()) == {"consent"}


@pytest.mark.parametrize("source", SOURCES)
def test_each_source_announces_every_post(chronicle: Chronicle, source: str) -> None:
    announced = chronicle.first.posts.keys() | chronicle.first.gaps.keys()
    assert chronicle.first.known[source] == announced


def settled(text: str) -> str:
    """A text in one of the spellings that look alike."""
    return " ".join(normalize("NFC", text.replace("\u00ad", "")).split())


def said(field: str, post: Post) -> object:
    """What WordPress says of a post in a field."""
    return {
        "title": post.title,
        "text": settled(post.text),
        "author": post.author,
        "published": post.published,
        "sections": sorted(post.sections),
        "tags": sorted(post.tags),
        "language": post.language,
    }[field]


def read(field: str, article: Mapping[str, Any]) -> object:
    """What the archive says of an article in a field."""
    listed = [article["sections"], article["places"]] if field == "sections" else [article["tags"]]
    return {
        "title": article["title"],
        "text": settled(article["body"]),
        "author": article["byline"],
        "published": article["published"],
        "sections": sorted(name for names in listed if names for name in names.split("; ")),
        "tags": sorted(name for names in listed if names for name in names.split("; ")),
        "language": article["language"],
    }[field]


@pytest.mark.parametrize("language", SITES)
@pytest.mark.parametrize("field", FIELDS)
def test_archive_says_what_wordpress_says(chronicle: Chronicle, field: str, language: str) -> None:
    posts = {path: chronicle.first.posts[path] for path in of(language, chronicle.first.posts)}
    pairs = {
        path: (read(field, chronicle.first.articles[path]), said(field, post))
        for path, post in posts.items()
        if post.pages == 1
    }
    wrong = [(path, *pair) for path, pair in pairs.items() if pair[0] != pair[1]]
    assert not wrong, f"{len(wrong)} of {len(pairs)}, such as {wrong[0]}"


def test_article_on_several_pages_is_held_whole(chronicle: Chronicle) -> None:
    spread = {path: post for path, post in chronicle.first.posts.items() if post.pages > 1}
    found = {path: read("text", chronicle.first.articles[path]) for path in spread}
    assert len(spread) == len(SITES)
    assert found == {path: settled(post.text) for path, post in spread.items()}


def test_translations_are_those_that_wordpress_links_and_the_long_read_that_it_does_not(chronicle: Chronicle) -> None:
    stories: dict[str, set[str]] = {
        "long read": {path for path, post in chronicle.first.posts.items() if post.pages > 1}
    }
    for path, post in chronicle.first.posts.items():
        if post.story:
            stories.setdefault(post.story, set()).add(path)
    assert chronicle.first.groups == {frozenset(paths) for paths in stories.values()}


def test_each_page_of_each_article_is_asked_for_once(chronicle: Chronicle) -> None:
    asked = Counter(unquote(line.url) for line in chronicle.first.requests)
    further = {f"{path}{page}/" for path, post in chronicle.first.posts.items() for page in range(2, post.pages + 1)}
    assert len(further) == 2 * len(SITES)
    assert {asked[path] for path in chronicle.first.posts.keys() | further} == {1}
    assert {line.method for line in chronicle.first.requests} == {"GET"}


def test_only_edited_articles_have_another_version(chronicle: Chronicle) -> None:
    grown = {path for path, article in chronicle.second.articles.items() if article["versions"] > 1}
    assert grown == chronicle.edited
    assert {chronicle.second.articles[path]["body"] for path in grown} == {TEXT}


def test_deleted_articles_are_gone_and_still_held(chronicle: Chronicle) -> None:
    gone = {path for path, article in chronicle.second.articles.items() if article["status"] == "gone-404"}
    assert gone == chronicle.gone


def test_moved_articles_name_their_new_address(chronicle: Chronicle) -> None:
    paths = {article["id"]: path for path, article in chronicle.second.articles.items()}
    moved = {path: found for path, found in chronicle.second.articles.items() if found["status"] == "redirected"}
    assert {path: paths[article["moved_to"]] for path, article in moved.items()} == chronicle.moved


def test_added_articles_are_found_wherever_they_are_filed(chronicle: Chronicle) -> None:
    new = chronicle.second.articles.keys() - chronicle.first.articles.keys()
    assert new == chronicle.added | set(chronicle.moved.values())


def test_nothing_else_changes(chronicle: Chronicle) -> None:
    online = {path for path, article in chronicle.second.articles.items() if article["status"] == "online"}
    assert online - {chronicle.protected} == set(chronicle.second.posts)


def test_article_behind_a_new_password_is_no_longer_online(chronicle: Chronicle) -> None:
    article = chronicle.second.articles[chronicle.protected]
    assert article["versions"] == 1
    assert article["status"] != "online"


def test_patient_crawl_asks_only_for_what_a_source_says_was_changed(chronicle: Chronicle) -> None:
    asked = {unquote(line.url) for line in chronicle.third.requests} & chronicle.second.articles.keys()
    assert chronicle.mended in asked
    assert len(asked - {chronicle.mended}) <= WITNESSES  # to a text that is another from beginning to end
    assert chronicle.third.articles[chronicle.mended]["versions"] == 2
