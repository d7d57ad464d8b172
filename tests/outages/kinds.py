"""The ways in which a newspaper's site is out, each as an answer in the place of the true one."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from threading import Lock

from crawl.site import page

from scraper.demo.site import Answer, answer

Instead = Callable[[Answer, str], Answer]  # of the true answer to a target, and the target
DAY, NEXT = 1, 2  # of the demo newspaper

_WORK = (
    "We are moving the newspaper to a new and faster home, and the whole of our staff is busy with boxes, cables and "
    "lists. Until they have found the kettle again there is nothing to read here. Thank you for your patience, and "
    "for the many letters of encouragement that we have received since this morning."
)
_OTHER = (
    "Welcome to our shop of garden tools. Rakes, spades and hoes of the best steel, with handles of ash, are sent to "
    "every town within two days. Look through the catalogue, or ask our gardeners what your roses want this spring."
)


def _html(inside: str, status: int = 200) -> Answer:
    body = f"<!doctype html><html><head><title>The Demo Courier</title></head><body>{inside}</body></html>"
    return Answer(body.encode(), status=status)


def _always(found: Answer) -> Instead:
    return lambda _true, _target: found


def _echo(_true: Answer, target: str) -> Answer:
    """A shop under a new owner: its text is the same everywhere, but for the address that it repeats."""
    return Answer(page("Garden tools", f"You asked for {target}. {_OTHER}"))


DATABASE = "<h1>Error establishing a database connection</h1>"
SHELL = Answer(b'<!doctype html><html><head></head><body><div id="app"></div></body></html>')
KINDS: Mapping[str, tuple[str, Instead]] = {  # the fault → the alarm's name, and what comes instead
    "404 at every address": ("mass 404", _always(_html("<h1>Not found</h1>", 404))),
    "410 at every address": ("mass 404", _always(_html("", 410))),
    "status 200, and a page that says that nothing was found": (
        "pages without an article",
        _always(_html("<h1>404</h1><p>The page that you asked for is not here, or not any more.</p>")),
    ),
    "status 200, and a maintenance page": (
        "maintenance page",
        _always(_html("<h1>Back soon</h1><p>The site is down for maintenance.</p>")),
    ),
    "status 200, and a maintenance page that reads like an article": (
        "one text everywhere",
        _always(Answer(page("We are moving", _WORK))),
    ),
    "status 503, and a maintenance page": ("maintenance page", _always(_html("<p>Under maintenance</p>", 503))),
    "status 200, and a database error": ("database error", _always(_html(DATABASE))),
    "status 500, and a database error": ("database error", _always(_html(DATABASE, 500))),
    "a parked domain": ("parked domain", _always(_html("<h1>courier.example</h1><p>Buy this domain today.</p>"))),
    "another owner's pages, a different one at each address": ("texts replaced", _echo),
    "a login page": ("login or challenge page", _always(_html("<h1>Log in to continue</h1><form></form>"))),
    "a redirect of everything to a login page": (
        "login or challenge page",
        _always(Answer(b"", status=302, location="/wp-login.php")),
    ),
    "a challenge page": (
        "login or challenge page",
        _always(_html("<p>Checking your browser. Just a moment.</p>", 403)),
    ),
    "empty pages, 0 bytes": ("empty pages", _always(Answer(b""))),
    "empty pages, a shell without text": ("empty pages", _always(SHELL)),
    "a redirect of everything to the home page": (
        "redirected to one place",
        _always(Answer(b"", status=301, location="/")),
    ),
    "a redirect of everything to another domain": (
        "redirected to another site",
        lambda _true, target: Answer(b"", status=301, location=f"https://shop.example{target}"),
    ),
    "403 at every address": ("access refused", _always(_html("<h1>Forbidden</h1>", 403))),
    "500 at every address": ("server errors", _always(_html("<h1>Oops</h1>", 500))),
}


@dataclass
class Out:
    """A newspaper's answers while it is out, to be put in the place of `Newspaper.answer`."""

    instead: Instead
    articles: bool = False  # only articles' addresses; else all but robots.txt
    edition: str | None = None  # only addresses that begin so
    every: int = 1  # only each so manieth of those
    after: int = 0  # only once so many were answered well

    def __post_init__(self) -> None:
        self._lock = Lock()
        self._count = 0

    def __call__(self, day: int, target: str) -> Answer:
        true = answer(day, target)
        if target == "/robots.txt" or not target.startswith(self.edition or "/"):
            return true
        if self.articles and "/2025/" not in target and "/2024/" not in target:
            return true
        with self._lock:
            self._count += 1
            hit = self._count > self.after and self._count % self.every == 0
        return replace(self.instead(true, target), modified=None) if hit else true
