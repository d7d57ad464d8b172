"""How a publisher's server is treated: its pace kept, its waits obeyed, left alone when it fails.

`Politeness` and `PoliteHandler` are named in the settings; `NotNow` is what a request ends with
that was not sent because its host is left alone: it may be asked for again at the next crawl.
"""

from scraper.crawl.politeness.gate import NotNow
from scraper.crawl.politeness.middleware import PoliteHandler, Politeness

__all__ = ["NotNow", "PoliteHandler", "Politeness"]
