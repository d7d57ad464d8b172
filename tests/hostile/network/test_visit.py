"""A probe connects to the site that it looks at, and to no private address besides."""

from __future__ import annotations

import httpx
import pytest
from crawl.site import Site
from promises import Measured

from scraper.crawl.network.visiting import guarded

from .machines import Trap


@pytest.mark.promise("Network", "`neo-archive probe` of a site whose name means `{host}`", "nothing connects")
@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "2130706433", "0x7f.1", "[::ffff:127.0.0.1]", "0.0.0.0"])
def test_a_private_address_is_refused(host: str, measured: Measured) -> None:
    with Trap("127.0.0.1") as trap, httpx.Client(transport=guarded("https://news.example"), trust_env=False) as client:
        with pytest.raises(httpx.ConnectError, match="not on the internet"):
            client.get(f"http://{host}:{trap.port}/")
        assert trap.heard == []
    measured()


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost"])
def test_the_home_may_be_near_and_nothing_else(host: str) -> None:
    with Site() as site, Trap("127.0.0.2", site.port) as trap:
        home = f"http://{host}:{site.port}"
        with httpx.Client(transport=guarded(home), trust_env=False) as client:
            assert client.get(f"{home}/").status_code == 200
            with pytest.raises(httpx.ConnectError, match="not on the internet"):
                client.get(f"http://127.0.0.2:{site.port}/")
        assert trap.heard == []
