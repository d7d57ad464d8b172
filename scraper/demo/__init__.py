"""A small newspaper in three languages on a loopback port: the first-run demo, and what tests crawl.

``Newspaper`` serves it, ``articles`` says what its pages hold, ``planted`` what changed
on a day. The paper, its city and its people are invented.
"""

from scraper.demo.days import Planted, days, planted
from scraper.demo.printed import Printed, articles
from scraper.demo.server import Newspaper

__all__ = ["Newspaper", "Planted", "Printed", "articles", "days", "planted"]
