"""What a server does with its connections: drip on every address, or send one answer behind another."""

from __future__ import annotations

from pathlib import Path

import pytest
from crawl.crawling import rows, states
from crawl.site import page
from promises import Measured

from hostile.bodies.attacks import HTML, pieces, slow
from hostile.bodies.test_bodies import MEMORY, crawl
from hostile.wire import Answer, Wire, article, head, reply

FAILURES = 10  # addresses in a row by which a host is given up, as `politeness` has it
CONCURRENT = 8  # as the demo publisher has it
TRIES = 3
PROGRAM = """
import scraper.settings as settings
settings.DOWNLOAD_TIMEOUT, settings.RESPONSE_TIMEOUT = 3, 2
settings.POLITENESS_LONGEST_BACKOFF, settings.AUTOTHROTTLE_ENABLED = 0.05, False
from scraper.cli import main; main()
"""


@pytest.mark.promise("Bodies", "a server that drips on every address", "left alone after 10; the rest stays due")
def test_server_that_drips_everywhere_is_left_alone(tmp_path: Path, measured: Measured) -> None:
    archive = tmp_path / "archive.db"
    with Wire() as site:
        site.publish({f"drip-{number}": slow(head(HTML) + b"<p>") for number in range(100)})
        ended = crawl(archive, site, PROGRAM)
        asked = {path for path in site.asked if "drip" in path}
        tries = sum("drip" in path for path in site.asked)
    ((waiting,),) = rows(archive, "select count(*) from frontier where state = 'pending' and due <= discovered")
    measured(memory=ended.memory, figure=f"{len(asked)} of 100 asked for")
    assert FAILURES <= len(asked) <= FAILURES + 2 * CONCURRENT
    assert tries <= TRIES * len(asked)
    assert waiting >= 100 - len(asked)
    assert "addresses in a row failed" in ended.err
    assert ended.memory < MEMORY


@pytest.mark.promise("Bodies", "an answer hidden behind a body", "never taken for that of another address")
@pytest.mark.parametrize("pause", [0.0, 0.2, 0.5])
def test_what_follows_a_body_is_no_answer(pause: float, tmp_path: Path, measured: Measured) -> None:
    archive = tmp_path / "archive.db"
    body = page("Said")
    forged = reply(page("Forged"), HTML)
    short = head(HTML, f"Content-Length: {len(body)}", "Connection: keep-alive") + body
    with Wire() as site:
        hidden: dict[str, Answer] = {f"hides-{n}": pieces(short, pause, forged, b"keep-alive") for n in range(20)}
        site.publish(hidden | {f"real-{n}": pieces(article(f"Real {n}")) for n in range(20)})
        ended = crawl(archive, site, PROGRAM)
    measured(memory=ended.memory)
    assert not rows(archive, "select 1 from articles where title = 'Forged'")
    found = states(archive)
    assert [found[f"real-{number}"] for number in range(20)] == [("held", None)] * 20
