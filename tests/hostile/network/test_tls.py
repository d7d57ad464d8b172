"""Certificates, real ones: only a good one is talked to, unless the publisher's file says why not."""

from __future__ import annotations

import ssl
import warnings
from pathlib import Path

import pytest
from crawl.crawling import rows
from crawl.site import Site, article
from promises import Measured

from bench.ending import Ended

from .certificates import Authority, speak_tls
from .machines import Names, declared, measured_crawl

NAME = "news.example"


def _crawl(tmp_path: Path, bad: str, *, reason: str = "", most: ssl.TLSVersion | None = None) -> tuple[Ended, Site]:
    """A crawl of a site with a certificate that is bad in a way, or good."""
    known, unknown = Authority(tmp_path, "known"), Authority(tmp_path, "unknown")
    given = {
        "good": lambda: known.give([NAME]),
        "for another host": lambda: known.give(["other.example"]),
        "expired": lambda: known.give([NAME], (-30, -2)),
        "not valid yet": lambda: known.give([NAME], (5, 30)),
        "self-signed": lambda: known.give([NAME], by_itself=True),
        "of an unknown authority": lambda: unknown.give([NAME]),
    }[bad]()
    with Site() as site, Names(lambda _: "127.0.0.1") as names:
        speak_tls(site, given, most)
        site.announce(f"https://{NAME}:{site.port}/2025/07/01/slug-0/")
        site.answers["/2025/07/01/slug-0/"] = article()
        program = declared(private_network="tests", unverified_tls=reason, concurrent=1)
        env = names.env | {"SSL_CERT_FILE": str(known.certificate)}
        return measured_crawl(
            tmp_path / "archive.db", f"https://{NAME}:{site.port}", "--language", "en", program=program, **env
        ), site


@pytest.mark.promise("Network", "a certificate {bad}", "refused: nothing is asked for, exit code 10")
@pytest.mark.parametrize(
    "bad", ["for another host", "expired", "not valid yet", "self-signed", "of an unknown authority"]
)
def test_bad_certificate_is_refused(bad: str, tmp_path: Path, measured: Measured) -> None:
    ended, site = _crawl(tmp_path, bad)
    assert ended.code == 10, ended.out + ended.err
    assert ("its certificate is for another host" if bad == "for another host" else "certificate verify failed") in (
        ended.err
    )
    assert site.asked == []
    assert rows(tmp_path / "archive.db", "select count(*) from captures") == [(0,)]
    measured(memory=ended.memory)


def test_good_certificate_of_a_named_authority_is_accepted(tmp_path: Path) -> None:
    ended, site = _crawl(tmp_path, "good")
    assert ended.code == 0, ended.out + ended.err
    assert site.articles()
    found = rows(tmp_path / "archive.db", "select distinct server from captures")
    assert found == [(f"127.0.0.1:{site.port}",)]


@pytest.mark.promise("Network", "a certificate {bad}, and `unverified_tls` in the publisher's file", "read, and said")
@pytest.mark.parametrize("bad", ["for another host", "self-signed"])
def test_exception_is_reported_each_time(bad: str, tmp_path: Path, measured: Measured) -> None:
    for _ in range(2):
        ended, site = _crawl(tmp_path, bad, reason="its chain is broken since May")
        assert ended.code == 0, ended.out + ended.err
        assert "not verified: its chain is broken since May" in ended.err
    found = rows(tmp_path / "archive.db", "select json_extract(settings, '$.unverified_tls'), problems from crawls")
    assert [why for why, _ in found] == ["its chain is broken since May"] * 2
    assert all("not verified: its chain is broken since May" in problems for _, problems in found)
    assert site.articles()
    measured(memory=ended.memory)


@pytest.mark.promise("Network", "a server that speaks TLS 1.1 and no newer", "refused, even where nothing is verified")
@pytest.mark.parametrize("reason", ["", "for the test"])
def test_old_tls_is_refused(reason: str, tmp_path: Path, measured: Measured) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # of the version, which is the point
        ended, site = _crawl(tmp_path, "good", reason=reason, most=ssl.TLSVersion.TLSv1_1)
    assert ended.code == 10, ended.out + ended.err
    assert site.asked == []
    measured(memory=ended.memory)
