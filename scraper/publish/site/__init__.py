"""The archive as a web site: Datasette, run in this process, with our pages, plug-ins and settings."""

from scraper.publish.site.making import NAME, SETTINGS, app, close
from scraper.publish.site.server import answer, serve

__all__ = ["NAME", "SETTINGS", "answer", "app", "close", "serve"]
