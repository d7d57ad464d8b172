"""Tells whoever wants to know that a crawl was not healthy, through Apprise."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from scraper.crawl.health.verdict import Health
from scraper.errors import BadInput, NotInstalled
from scraper.secrets import secret

VARIABLE = "NEO_NOTIFY"  # Apprise URLs, separated by white space; they hold passwords, and are never logged or shown.
# Else they stand in the file that NEO_NOTIFY_FILE names.


def notify(health: Health, publisher: str, environment: Mapping[str, str]) -> str | None:
    """Sends what failed to each of the URLs that the environment names; returns a sentence on how that went.

    None if there was nothing to tell, or nobody. Takes seconds where an address does not answer.
    Raises nothing: an alarm that could not be sent must not hide the alarm.
    """
    if health.passed:
        return None
    try:
        urls = secret(environment, VARIABLE).split()
    except BadInput as error:
        return f"Nobody was notified: {error}"
    if not urls:
        return None
    try:
        from apprise import Apprise, NotifyType
    except ImportError:
        return f"Nobody was notified: {VARIABLE} is set, but {NotInstalled('Apprise', 'notify')}"
    title = f"neo-archive: crawl {health.crawl_id} of {publisher}: {health.summary}"
    told = 0
    with _unlogged():
        for url in urls:
            service = Apprise()
            told += bool(service.add(url) and service.notify(health.complaints, title, NotifyType.WARNING))
    missed = len(urls) - told
    if missed:
        return (
            f"{missed} of the {len(urls)} addresses in {VARIABLE} could not be notified: "
            f"not an Apprise URL, or it did not answer. Try it with: apprise -b test URL"
        )
    return f"Notified {told} of {told} addresses in {VARIABLE}."


@contextmanager
def _unlogged() -> Iterator[None]:
    """Nothing is logged inside: Apprise and urllib3 write addresses into their logs, passwords and all."""
    before = logging.root.manager.disable
    logging.disable(logging.CRITICAL)
    try:
        yield
    finally:
        logging.disable(before)
