"""An outage of the publisher's is not history: answers are doubted until their crawl knows better.

`Keeper` stands between the spider and the archive; `Losses` counts, and says when it is too much.
"""

from scraper.crawl.outages.keeper import Keeper
from scraper.crawl.outages.losses import SCOUTS, WITNESSES, Losses

__all__ = ["SCOUTS", "WITNESSES", "Keeper", "Losses"]
