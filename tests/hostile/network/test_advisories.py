"""Each security advisory of Scrapy's since 2.11, tried on our crawler, whatever Scrapy's version does about it.

Those that the release notes up to 2.17 and GitHub's advisory database name, looked up in November 2026, and one of 2017
that was never mended. Of 2.18 and 2.19 no advisory was found, but their release notes could not be read.
"""

from __future__ import annotations

import gzip
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import brotli
import pytest
from crawl.crawling import rows, states
from crawl.site import DAY, HTML, Asked, Reply, Site, article, redirect
from promises import Measured

from bench.ending import Ended

from .machines import Trap, measured_crawl

SOME = 300 * 1024 * 1024  # bytes that a crawl may take
_BOMB = 512 * 1024 * 1024  # bytes, unpacked
_XML = {"Content-Type": "application/xml"}


@dataclass(frozen=True, slots=True)
class Crawl:
    ended: Ended
    archive: Path
    asked: list[Asked]
    elsewhere: list[bytes]  # what other machines heard


@pytest.fixture(scope="module")
def crawl(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Crawl]:
    archive = tmp_path_factory.mktemp("advisories") / "archive.db"
    with Site() as site, Trap("127.0.0.2") as host, Trap("127.0.0.1") as port:
        site.answers |= {
            f"{DAY}cross-domain/": redirect(f"http://127.0.0.2:{host.port}{DAY}cross-domain/"),
            f"{DAY}same-domain/": redirect(f"http://127.0.0.1:{port.port}{DAY}same-domain/"),
            f"{DAY}to-https/": redirect(f"https://127.0.0.1:{port.port}{DAY}to-https/"),
            f"{DAY}to-file/": redirect("file:///etc/passwd"),
            f"{DAY}gzip/": Reply(200, gzip.compress(bytes(_BOMB)), HTML | {"Content-Encoding": "gzip"}),
            f"{DAY}brotli/": Reply(200, brotli.compress(bytes(_BOMB), quality=5), HTML | {"Content-Encoding": "br"}),
            f"{DAY}large/": lambda _: Reply(200, headers=HTML, chunks=(bytes(65536) for _ in range(8192))),
            f"{DAY}policy/": article("Policy", Referrer_Policy="sys.exit"),
            "/feed/": Reply(200, b"<rss><channel>" + b"<item " * 300_000, _XML),
            "/fr/feed/": Reply(200, b"<rss>" + b"<?xml " * 300_000, _XML),
        }
        paths = [path for path in site.answers if DAY in path]
        site.announce(*paths, "s3://bucket/2025/07/01/key/", f"http://user:password@127.0.0.1:{site.port}{DAY}policy/")
        site.answers["/"] = Reply(200, b"<html>" + b"<a href='" * 300_000, HTML)
        proxy = f"http://127.0.0.2:{host.port}"
        keys = {
            "AWS_ACCESS_KEY_ID": "key",
            "AWS_SECRET_ACCESS_KEY": "secret",
            "http_proxy": proxy,
            "https_proxy": proxy,
        }
        ended = measured_crawl(archive, site.address, no_proxy="", **keys)
        yield Crawl(ended, archive, list(site.asked), host.heard + port.heard)


def _ends_well(crawl: Crawl) -> None:
    assert crawl.ended.code == 0
    assert crawl.ended.memory <= SOME


def _too_large(name: str, crawl: Crawl) -> None:
    assert states(crawl.archive)[name] == ("missing", "too-large")
    assert rows(crawl.archive, "select max(size) < 20000000 from captures") == [(1,)]


def _leaks_nothing(name: str, crawl: Crawl) -> None:
    assert states(crawl.archive)[name] == ("missing", "off-site")
    assert crawl.elsewhere == []
    assert not {"authorization", "proxy-authorization", "cookie"} & {name for a in crawl.asked for name in a.headers}


def _reads_no_file(crawl: Crawl) -> None:
    assert states(crawl.archive)["to-file"] == ("missing", "off-site")
    assert rows(crawl.archive, "select count(*) from captures where url like 'file:%'") == [(0,)]


def _runs_nothing(crawl: Crawl) -> None:
    assert states(crawl.archive)["policy"] == ("held", None)
    assert all("referer" not in asked.headers for asked in crawl.asked)


def _knows_no_s3(crawl: Crawl) -> None:
    assert (
        "neither http nor https, and not read: s3://bucket" in rows(crawl.archive, "select problems from crawls")[0][0]
    )
    assert crawl.elsewhere == []


ADVISORIES: dict[str, Callable[[Crawl], None]] = {
    "GHSA-cc65-xxvf-f7r9 (CVE-2024-1892): XML that takes a regular expression for ever": _ends_well,
    "GHSA-7j7m-v7m3-jqm7 (CVE-2024-3572): a gzip bomb": partial(_too_large, "gzip"),
    "GHSA-cw9j-q3vf-hrrv (CVE-2024-3574): a redirect to another domain": lambda crawl: _leaks_nothing(
        "cross-domain", crawl
    ),
    "GHSA-4qqq-9vqf-3h3f (CVE-2024-1968): a redirect to another port": lambda crawl: _leaks_nothing(
        "same-domain", crawl
    ),
    "GHSA-jm3v-qxmh-hxwv: a redirect to another scheme, with proxies": partial(_leaks_nothing, "to-https"),
    "GHSA-23j4-mw76-5v7h: a redirect to a file": _reads_no_file,
    "GHSA-2qfp-q593-8484 (CVE-2025-6176): a brotli bomb": partial(_too_large, "brotli"),
    "GHSA-cwxj-rr6w-m6w7: a Referrer-Policy that names code": _runs_nothing,
    "GHSA-76g3-c3x4-crvx (CVE-2026-84366): an s3 address, with keys at hand": _knows_no_s3,
    "GHSA-h7wm-ph43-c39p (CVE-2017-14158): an answer without an end": partial(_too_large, "large"),
}


@pytest.mark.promise("Network", "{advisory}", "no harm: nothing leaks, runs or fills the memory, and the crawl goes on")
@pytest.mark.parametrize("advisory", ADVISORIES)
def test_advisory(crawl: Crawl, advisory: str, measured: Measured) -> None:
    _ends_well(crawl)
    ADVISORIES[advisory](crawl)
    measured(memory=crawl.ended.memory)
