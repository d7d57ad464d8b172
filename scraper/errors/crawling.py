"""What stops a crawl, or makes it end badly."""

from __future__ import annotations

from collections.abc import Sequence
from difflib import get_close_matches

from scraper.errors.root import ArchiveError


class UnknownPublisher(ArchiveError):
    """No publisher has this name; the message says which there are."""

    exit_code = 3

    def __init__(self, name: str, known: Sequence[str]) -> None:
        near = get_close_matches(name, known, n=1)
        hint = f' Did you mean "{near[0]}"?' if near else ""
        there = ", ".join(known) if known else "none"
        super().__init__(
            f'no publisher is called "{name}".{hint}\nThere are: {there}. spiders/README.md says how to add one.'
        )


class NoNetwork(ArchiveError):
    """Nothing of the publisher could be reached."""

    exit_code = 10

    def __init__(self, address: str, why: str) -> None:
        super().__init__(
            f"could not reach {address}: {why}.\n"
            "Check the network and the address; a copy elsewhere is crawled with --home URL."
        )


class CrawlFailed(ArchiveError):
    """The crawl ended, but not well; what it kept is kept."""

    exit_code = 11


class PublisherOut(ArchiveError):
    """The publisher's site was out, so the crawl was stopped; nothing that is held was touched."""

    exit_code = 19

    def __init__(self, publisher: str, crawl_id: int, kind: str, found: str) -> None:
        super().__init__(
            f"crawl {crawl_id} of {publisher} was stopped: {kind}. {found}\n"
            "The answers are kept as captures, and nothing is made of them: no article is gone or changed, and all"
            " are due again.\n"
            "Look at the publisher's site. If it is out, run the same command again when it is back; if the publisher"
            f" did that, say so: neo-archive believe {crawl_id}, or crawl again with --believe."
        )


class ClockSetBack(ArchiveError):
    """The clock is behind what was crawled last: times of captures would contradict their order."""

    exit_code = 20

    def __init__(self, now: str, crawl_id: int, last: str) -> None:
        super().__init__(
            f"this machine's clock says {now}, but crawl {crawl_id} was under way at {last}. A capture's time is"
            " evidence, and the next would be earlier than those that came before it: nothing more was fetched.\n"
            "Set the clock. If it is right now and was wrong then, say so with --clock-is-right; the crawl's row keeps"
            " that it was said."
        )
