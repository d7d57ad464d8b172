"""Every hostile page, crawled from a server and imported from files, ends with the outcome of its row."""

from __future__ import annotations

import gzip
import json
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest
from crawl.crawling import environment, rows
from crawl.site import Answer, Reply, Site, article

from .pages import PAGES, Hostile
from .pages.made import DAY, story

TIMEOUT = 1200  # seconds; each command takes one minute on two cores
MAIN_MEMORY = 300  # MB that the process which fetches and stores may hold: it has several bodies of 8 MB at once
IMPORT_MEMORY = 450  # MB that one which reads files may: they are the owner's own, of any size; here, of 50 MB
WORKER_MEMORY = 512 + 150  # MB: the limit of a page, and what the process begins with
LAST = f"{DAY}zz-the-last-of-all/"
ENDLESS = f"{DAY}pages-without-end/"
ELSEWHERE = "https://news.example"  # which nobody declared
PROGRAM = """
import resource, sys
import scraper.archive.repeats
import scraper.settings
from scraper.cli import main
scraper.archive.repeats.TOO_MANY = 10**9  # the pages are the same story, attacked in other ways
scraper.settings.AUTOTHROTTLE_ENABLED = False  # it would wait as long as the server takes to make a page
try:
    main()
finally:
    with open("/proc/self/status") as file:
        held = next(int(line.split()[1]) for line in file if line.startswith("VmHWM:"))
    print(held // 1024, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024, file=sys.stderr)
"""


@dataclass(frozen=True)
class Ended:
    """How a command ended that had to read all the pages."""

    archive: Path
    code: int
    err: str
    main: int  # MB that its process held at the most
    worker: int  # MB that the largest of its workers did

    @property
    def outcomes(self) -> Mapping[str, str]:
        """What became of each path: "held", or the reason why not."""
        found: list[tuple[str, str]] = rows(self.archive, "select path, coalesce(reason, state) from frontier")
        return dict(found)


def run(archive: Path, *words: str) -> Ended:
    line = [sys.executable, "-c", PROGRAM, *words, "--archive", str(archive)]
    done = subprocess.run(
        line, cwd=archive.parent, env=environment(), capture_output=True, text=True, timeout=TIMEOUT, check=False
    )
    main, worker = map(int, done.stderr.splitlines()[-1].split())
    return Ended(archive, done.returncode, done.stderr, main, worker)


def answer(page: Hostile) -> Answer:
    """The page, made when it is asked for."""
    return lambda _: Reply(200, page.body, {"Content-Type": page.content_type})


@pytest.fixture(scope="module")
def crawled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ended]:
    with Site() as site:
        site.answers.update({page.path: answer(page) for page in PAGES})
        for number in range(1, 60):
            further = story(after=f"<a href='{ENDLESS}{number + 1}/'>{number + 1}</a>")
            site.answers[ENDLESS if number == 1 else f"{ENDLESS}{number}/"] = Reply(200, further.encode())
        site.answers[LAST] = article("The last of all")
        site.announce(*(page.path for page in PAGES), ENDLESS, LAST)
        yield run(tmp_path_factory.mktemp("crawled") / "archive.db", "crawl", "demo", "--home", site.address)


@pytest.fixture(scope="module")
def imported(tmp_path_factory: pytest.TempPathFactory) -> Ended:
    folder = tmp_path_factory.mktemp("imported")
    lines = []
    for page in PAGES:
        (folder / f"{page.slug}.html.gz").write_bytes(gzip.compress(page.body, 1))
        lines.append({"file": f"{page.slug}.html.gz", "url": ELSEWHERE + page.path, "crawl_date": "2025-07-12"})
    lines.append({**lines[0], "url": ELSEWHERE + LAST})
    (folder / "manifest.jsonl").write_text("".join(json.dumps(line) + "\n" for line in lines))
    return run(folder / "archive.db", "import", "pages", str(folder / "manifest.jsonl"))


def test_rows_have_names_of_their_own() -> None:
    assert [name for name, count in Counter(page.slug for page in PAGES).items() if count > 1] == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_crawled_page_has_its_outcome(crawled: Ended, page: Hostile) -> None:
    assert crawled.outcomes[page.path] == page.declared


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_imported_page_has_its_outcome(imported: Ended, page: Hostile) -> None:
    assert imported.outcomes[page.path] == page.general


@pytest.mark.parametrize("page", [page for page in PAGES if page.declared != "too-large"], ids=lambda page: page.name)
def test_crawled_page_is_kept_byte_for_byte(crawled: Ended, page: Hostile) -> None:
    ((size,),) = rows(crawled.archive, "select max(size) from captures where path = ? and status = 200", page.path)
    assert size == len(page.body)


def test_crawl_goes_on_to_the_last_page_and_ends_well(crawled: Ended) -> None:
    assert crawled.outcomes[LAST] == "held"
    assert rows(crawled.archive, "select outcome from crawls") == [("finished",)]
    assert crawled.code == 0, crawled.err
    assert "Traceback" not in crawled.err


def test_article_of_pages_without_end_is_held_as_far_as_it_is_read(crawled: Ended) -> None:
    assert crawled.outcomes[ENDLESS] == "held"


def test_import_ends_well(imported: Ended) -> None:
    assert rows(imported.archive, "select outcome from crawls") == [("finished",)]
    assert imported.code == 0, imported.err
    assert "Traceback" not in imported.err


def test_memory_of_a_crawl_is_bounded(crawled: Ended) -> None:
    assert crawled.main < MAIN_MEMORY
    assert crawled.worker < WORKER_MEMORY


def test_memory_of_an_import_is_bounded(imported: Ended) -> None:
    assert imported.main < IMPORT_MEMORY
    assert imported.worker < WORKER_MEMORY
