"""pywb, which the field replays with, shows what was fetched, byte for byte."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import httpx
import pytest
from crawl.site import DAY
from promises import Measured

from scraper.archive import open_for_reading
from scraper.archive.facts import Facts, Kept
from scraper.archive.raw import Bodies
from scraper.publish.warc import Choice, export_warc
from scraper.records import Capture

from .paper import TITLES
from .reading import files
from .tools import pywb


@pytest.fixture(scope="module")
def replay(archive: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("replay")
    export_warc(archive, folder / "warc", Choice(largest=20_000))  # revisits refer across files too
    with pywb(folder / "pywb", *files(folder / "warc")) as address:
        yield address


@pytest.fixture(scope="module")
def kept(archive: Path) -> list[Kept]:
    with closing(open_for_reading(archive)) as connection:
        facts = Facts(connection, Bodies(connection))
        every = [facts.get(number) for (number,) in connection.execute("select id from captures").fetchall()]
        return [facts.original(each) if each.revisit_of else each for each in every]


def _get(replay: str, capture: Capture, how: str = "id_") -> httpx.Response:
    return httpx.get(f"{replay}/{capture.fetched:%Y%m%d%H%M%S}{how}/{capture.url}", timeout=60)


@pytest.mark.promise(
    "Interchange",
    "replay of an export in pywb",
    "every answer with status 200 is what was fetched, byte for byte; of a 304, what it confirmed",
)
def test_every_page_is_replayed_byte_for_byte(replay: str, kept: list[Kept], measured: Measured) -> None:
    pages = [each.capture for each in kept if each.capture.status == 200]
    for page in pages:
        answer = _get(replay, page)
        assert (answer.status_code, answer.content) == (200, page.body), page.url
        assert "content-encoding" not in answer.headers
    measured(figure=f"{len(pages)} answers, {sum(len(page.body) for page in pages):,} bytes")


def test_what_is_no_page_has_its_status(replay: str, kept: list[Kept]) -> None:
    for ending, status in ((f"{DAY}gone/", 410), (f"{DAY}moved/", 301)):
        capture = next(each.capture for each in kept if each.capture.url.endswith(ending))
        assert _get(replay, capture).status_code == status


def test_confirmed_page_is_there_at_the_time_when_it_was_confirmed(replay: str, archive: Path) -> None:
    with closing(open_for_reading(archive)) as connection:
        facts = Facts(connection, Bodies(connection))
        (number,) = connection.execute("select id from captures where status = 304").fetchone()
        kept = facts.get(number)
        body = facts.original(kept).capture.body
    assert _get(replay, kept.capture).content == body


@pytest.mark.parametrize("path", TITLES)
def test_title_can_be_read_in_its_language(path: str, replay: str, kept: list[Kept]) -> None:
    capture = next(each.capture for each in kept if each.capture.url.endswith(f"{path}"))
    answer = _get(replay, capture, "mp_")
    assert f"<title>{TITLES[path]}</title>" in answer.text
    assert TITLES[path] in answer.text.partition("<h1")[2]
