"""Who reads which page, and where: in processes that a hostile page cannot take along."""

from scraper.readers.reading import Readers
from scraper.readers.workers import Bug, Crew, Overrun, Workers

__all__ = ["Bug", "Crew", "Overrun", "Readers", "Workers"]
