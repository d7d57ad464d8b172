"""The health of a crawl: what it found, held against what the same publisher gave before.

A check is (counter, comparison, threshold), run by Spidermon over Scrapy's stats and the
archive's own history. `examine` makes the checks, and tells of those that failed;
`UnhealthyCrawl` is how a command ends on them.
"""

from scraper.crawl.health.checking import check
from scraper.crawl.health.counts import Tally
from scraper.crawl.health.examining import examine
from scraper.crawl.health.notice import notify
from scraper.crawl.health.verdict import Check, Health, UnhealthyCrawl

__all__ = ["Check", "Health", "Tally", "UnhealthyCrawl", "check", "examine", "notify"]
