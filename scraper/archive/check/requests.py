"""What was asked: the heads of requests."""

from __future__ import annotations

from collections.abc import Iterator

from scraper.archive.check.report import Fault, Finding, Look, finding
from scraper.archive.requests import key_of


def requests(look: Look) -> Finding:
    """Whether every head is what its key says, and there for each capture that names it."""
    if next(look.rows("select 1 from sqlite_master where name = 'requests'"), None) is None:  # an older version's
        return finding("requests", 0, "heads of requests", ())
    return finding("requests", look.count("requests"), "heads of requests", _requests(look))


def _requests(look: Look) -> Iterator[Fault]:
    for key, method, protocol, headers in look.rows("select sha256, method, protocol, headers from requests"):
        if key_of(str(method), str(protocol), str(headers)) != key:
            yield Fault(f"The head of requests {key} is damaged: it has another SHA-256.", None)
    gone = (
        "select id, url, fetched from captures"
        " where request is not null and request not in (select sha256 from requests) order by id"
    )
    for capture_id, url, fetched in look.rows(gone):
        yield Fault(f"Of capture {capture_id} of {url} on {fetched} the request's head is gone.", None)
