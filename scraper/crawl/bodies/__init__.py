"""What arrives, within limits: heads, bodies and their encodings; and what is kept of a body that was cut."""

from scraper.crawl.bodies.arriving import (
    ARRIVED,
    KIND,
    Cut,
    Partial,
    TooLarge,
    asked_for,
    note_headers,
    prepare,
    stop_at_limit,
    whole,
)
from scraper.crawl.bodies.limits import most
from scraper.crawl.bodies.memory import give_back
from scraper.crawl.bodies.protocol import ClientFactory

__all__ = [
    "ARRIVED",
    "KIND",
    "ClientFactory",
    "Cut",
    "Partial",
    "TooLarge",
    "asked_for",
    "give_back",
    "most",
    "note_headers",
    "prepare",
    "stop_at_limit",
    "whole",
]
