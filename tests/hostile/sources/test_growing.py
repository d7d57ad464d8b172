"""Answers that grow, or promise more than there is, are followed a little way and then left."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from crawl import forked
from crawl.crawling import command, environment, rows, states
from crawl.site import DAY, Reply, Site, article, redirect
from promises import Measured

from hostile.sources.endless import without_end
from hostile.sources.test_traps import MEMORY, PROGRAM, WITHIN, crawl, problems
from scraper.crawl.rest import PER_PAGE
from scraper.crawl.traps.documents import DULL

_HOPS = 5
WITH_REST = (
    "from dataclasses import replace\n"
    "import spiders.demo as demo\n"
    "from scraper.publisher import Rest\n"
    "english = replace(demo.PUBLISHER.editions[0], sources=(Rest(),))\n"
    "demo.PUBLISHER = replace(demo.PUBLISHER, editions=(english,))\n"
) + PROGRAM


@pytest.mark.promise(
    "Bodies",
    "a redirect to an address that is longer each time",
    "five are followed; the article is missing as redirected",
)
def test_growing_redirect_is_left(tmp_path: Path, measured: Measured) -> None:
    archive = tmp_path / "archive.db"
    with Site() as site:
        without_end(
            site, **{f"{DAY}grow/".replace("/", "_"): lambda path: redirect(f"{path}{'&' if '?' in path else '?'}x=1")}
        )
        site.answers[f"{DAY}well/"] = article("Well")
        site.announce(f"{DAY}grow/", f"{DAY}well/")
        ended = crawl(archive, site)
        asked = [path for path in site.paths() if "grow" in path]
    measured(memory=ended.memory, figure=f"{len(asked)} requests")
    assert len(asked) == 1 + _HOPS
    assert states(archive) == {"grow": ("missing", "redirected"), "well": ("held", None)}


@pytest.mark.promise(
    "Sources",
    "a REST API that says it has 10¹² pages, and gives one again and again",
    "20 of them are read, and it is said",
)
def test_rest_api_that_promises_too_much_is_left(tmp_path: Path, measured: Measured) -> None:
    archive = tmp_path / "archive.db"
    with Site() as site:
        posts = [{"id": number, "link": f"{site.address}{DAY}slug-{number}/"} for number in range(PER_PAGE)]
        head = {"Content-Type": "application/json", "X-WP-TotalPages": str(10**12), "X-WP-Total": str(10**14)}
        without_end(site, **{"_wp-json_": lambda _: Reply(200, json.dumps(posts).encode(), head)})
        site.answers |= {f"{DAY}slug-{number}/": article(f"Story {number}") for number in range(PER_PAGE)}
        line = command(archive, site.address, program=WITH_REST)
        ended = forked.end(line, within=WITHIN, cwd=tmp_path, env=environment())
        asked = sum(path.startswith("/wp-json/") for path in site.paths())
    measured(memory=ended.memory, figure=f"{asked} pages asked for")
    assert "Traceback" not in ended.err
    assert ended.memory < MEMORY
    assert DULL <= asked <= DULL + 1
    assert rows(archive, "select count(*) from articles") == [(PER_PAGE,)]
    assert "name nothing that was not named before" in problems(archive)
