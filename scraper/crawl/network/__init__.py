"""Where a request may go, and to whom it is really connected.

Three locks, one behind the other: the address has to be the publisher's (`Site`), what its name
resolves to has to be on the internet (`Doors`), and so has whoever answers the connection, before
a word is said (`GuardedHandler`).
"""

from scraper.crawl.network.addresses import is_public
from scraper.crawl.network.doors import Doors
from scraper.crawl.network.handler import GuardedHandler
from scraper.crawl.network.peer import server_of
from scraper.crawl.network.site import Refused, Site, exceptions
from scraper.crawl.network.words import why

__all__ = ["Doors", "GuardedHandler", "Refused", "Site", "exceptions", "is_public", "server_of", "why"]
