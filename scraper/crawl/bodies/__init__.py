"""What arrives, within limits: heads, bodies and their encodings; and what is kept of a body that was cut."""

from scraper.bodies.limits import most
from scraper.crawl.bodies.arriving import (
    KIND,
    Cut,
    Partial,
    TooLarge,
    asked_for,
    begin,
    prepare,
    stop_at_limit,
    whole,
)
from scraper.crawl.bodies.heads import Agent, Heads, heads_of, leave
from scraper.crawl.bodies.memory import give_back
from scraper.crawl.bodies.protocol import ClientFactory

__all__ = [
    "KIND",
    "Agent",
    "ClientFactory",
    "Cut",
    "Heads",
    "Partial",
    "TooLarge",
    "asked_for",
    "begin",
    "give_back",
    "heads_of",
    "leave",
    "most",
    "prepare",
    "stop_at_limit",
    "whole",
]
