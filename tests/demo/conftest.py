"""A running newspaper, and a plain way to ask it for pages."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPMessage

import pytest

from scraper.demo import Newspaper


@dataclass(frozen=True, slots=True)
class Reply:
    """What the newspaper answered; redirects are not followed."""

    status: int
    headers: HTTPMessage
    body: bytes


Ask = Callable[..., Reply]


@pytest.fixture
def paper() -> Iterator[Newspaper]:
    with Newspaper() as paper:
        yield paper


@pytest.fixture
def ask(paper: Newspaper) -> Iterator[Ask]:
    """Ask the running newspaper for a target, over one connection that is kept alive."""
    connection = HTTPConnection(paper.address.removeprefix("http://"), timeout=10)

    def ask(target: str, method: str = "GET", **headers: str) -> Reply:
        names = {name.replace("_", "-"): value for name, value in headers.items()}
        connection.request(method, target, headers=names)
        response = connection.getresponse()
        return Reply(response.status, response.headers, response.read())

    yield ask
    connection.close()
