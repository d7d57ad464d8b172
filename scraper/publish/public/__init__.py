"""A site that strangers use: what it allows, and how their questions are held."""

from scraper.publish.public.options import Public

__all__ = ["Public"]
