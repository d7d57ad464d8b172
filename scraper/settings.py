"""Scrapy's settings for every crawl; a publisher's own pace is set by its spider.

Set from the environment: `NEO_ARCHIVE` (the archive's file) and `NEO_CONTACT` (an address or URL
that a publisher can write to; it goes into the User-Agent). Without the first, the archive lies in
the project's folder; in the current one, where the program is installed or comes as an egg.
"""

import os
from pathlib import Path

from scraper import __version__

_ABOVE = Path(__file__).resolve().parent.parent
PROJECT = _ABOVE if (_ABOVE / "scrapy.cfg").is_file() else Path.cwd()  # there is none around an egg or a wheel
ARCHIVE = os.environ.get("NEO_ARCHIVE") or str(PROJECT / "archive.db")
CONTACT = os.environ.get("NEO_CONTACT") or "no contact given"

BOT_NAME = "neo-archive"
USER_AGENT = f"neo-archive/{__version__} (news archive for research; {CONTACT})"
ROBOTSTXT_USER_AGENT = "neo-archive"

SPIDER_LOADER_CLASS = "scraper.crawl.loader.PublisherLoader"
SCHEDULER = "scraper.crawl.scheduler.FrontierScheduler"  # articles wait in the archive, not in memory
DUPEFILTER_CLASS = "scrapy.dupefilters.BaseDupeFilter"  # the frontier knows what is fetched

ROBOTSTXT_OBEY = True
DOWNLOADER_MIDDLEWARES = {
    "scraper.crawl.politeness.Politeness": 50,  # before robots.txt is asked for
    "scrapy.downloadermiddlewares.robotstxt.RobotsTxtMiddleware": None,
    "scraper.crawl.robots.RobotsTxt": 100,
    "scrapy.downloadermiddlewares.httpcompression.HttpCompressionMiddleware": None,  # `bodies` knows whole from cut
    "scrapy.downloadermiddlewares.offsite.OffsiteMiddleware": None,  # no address of another is made
}
SPIDER_MIDDLEWARES = {"scrapy.spidermiddlewares.depth.DepthMiddleware": None}
DOWNLOAD_HANDLERS = {
    "http": "scraper.crawl.politeness.PoliteHandler",
    "https": "scraper.crawl.politeness.PoliteHandler",
    "data": None,
    "file": None,
    "ftp": None,
    "s3": None,
}
DOWNLOAD_VERIFY_CERTIFICATES = True  # but for a publisher whose `unverified_tls` says why not
DOWNLOAD_TLS_MIN_VERSION = "TLSv1.2"
TWISTED_DNS_RESOLVER = "scrapy.resolver.CachingHostnameResolver"  # IPv6 too
HTTPPROXY_ENABLED = False  # through a proxy nobody could say whom a page came from; the environment's is not asked
DOWNLOAD_MAXSIZE = 5 * 1024 * 1024  # bytes of a page, also unpacked; `bodies.limits` has those of documents
DOWNLOAD_WARNSIZE = 0
DOWNLOAD_FAIL_ON_DATALOSS = False  # `bodies` tells, and keeps what came
DOWNLOAD_TIMEOUT = 60  # seconds, the connection included
RESPONSE_TIMEOUT = 50  # seconds from the question to the end of the body, after which what came is kept as cut
CONCURRENT_ITEMS = 1  # there are none; and for each of so many Scrapy makes a task a page
REDIRECT_ENABLED = False  # the spider follows, and keeps every hop
METAREFRESH_ENABLED = False
HTTPERROR_ALLOW_ALL = True  # a 404 is an outcome
COOKIES_ENABLED = False
REFERER_ENABLED = False
TELNETCONSOLE_ENABLED = False
REMOTE_CONTROL_ENABLED = False  # Scrapy 2.19 listens for code to run, unless told not to
EXTENSIONS_BASE = {  # Scrapy's own, without consoles: to import those takes a third of a second
    "scrapy.extensions.corestats.CoreStats": 0,
    "scrapy.extensions.logcount.LogCount": 0,
    "scrapy.extensions.memusage.MemoryUsage": 0,
    "scrapy.extensions.closespider.CloseSpider": 0,
    "scrapy.extensions.feedexport.FeedExporter": 0,
    "scrapy.extensions.logstats.LogStats": 0,
    "scrapy.extensions.spiderstate.SpiderState": 0,
    "scrapy.extensions.throttle.AutoThrottle": 0,
}
AUTOTHROTTLE_ENABLED = True
AUTOTHROTTLE_START_DELAY = 0  # seconds: it begins at the publisher's own delay, and is never faster
RETRY_TIMES = 2  # how long to wait before it, the server or `politeness` says
RETRY_GIVE_UP_LOG_LEVEL = "WARNING"  # counted as an outcome; an error in the log is a bug

LOG_LEVEL = "INFO"
