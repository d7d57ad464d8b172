"""Backfill from a web archive: what its index lists of a publisher, fetched and kept with its own dates.

The way: `index` (what to ask, what lines say) → `inventory` → `choice` (which captures are wanted) → `client` →
`playing` (an answer as the capture that it was) → `backfill`.
"""

from scraper.imports.wayback.backfill import Plan, Result, backfill, plan
from scraper.imports.wayback.client import Client, Manners
from scraper.imports.wayback.records import PAUSE, SERVER, Order

__all__ = ["PAUSE", "SERVER", "Client", "Manners", "Order", "Plan", "Result", "backfill", "plan"]
