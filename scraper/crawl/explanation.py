"""Why a saved page reads as it does; asked for in a process of its own, for the page may be hostile."""

from __future__ import annotations

from collections.abc import Mapping

from scraper.crawl.saved import Saved, capture_of
from scraper.extract.explain import explained
from scraper.publisher import publishers
from scraper.readers import Bug, Overrun, Readers, Workers


def explanation(page: Saved) -> Mapping[str, object]:
    """What `explained` says of a saved page; `not_explained`, with the reason, if that took too much or failed."""
    readers = Readers(publishers())
    capture = capture_of(page, readers)
    with Workers(1) as workers:
        try:
            return workers.submit(explained, capture, readers.of(capture.address)).result()
        except (Overrun, Bug) as error:
            return {"not_explained": str(error).splitlines()[-1]}
