"""One polite visit to a site: few requests, one at a time, a pause in between, robots.txt first."""

from __future__ import annotations

from dataclasses import dataclass, field
from time import monotonic, sleep
from types import TracebackType
from typing import Self
from urllib.parse import urljoin, urlsplit

import httpx
from protego import Protego

from scraper.crawl.network.visiting import guarded
from scraper.crawl.probe.site import Site
from scraper.crawl.watch import Progress, now
from scraper.errors import ArchiveError, NoNetwork
from scraper.extract.urls import locate_unknown
from scraper.records import Capture, Kind
from scraper.settings import DOWNLOAD_MAXSIZE, ROBOTSTXT_USER_AGENT, USER_AGENT

REQUESTS = 25  # the most that are made, redirects and robots.txt included
PAUSE = 1.0  # seconds between two requests
_PATIENCE = 30.0  # seconds for one answer, from the first byte sent to the last received
_LONGEST = 900.0  # seconds for the whole visit
_FEW = 5  # requests without which nothing can be told
_HOPS = 5
_FAILURES = 3  # one after the other, and the site counts as down
_ROBOTS_LIMIT = 500 * 1024  # bytes that are read (RFC 9309, 2.5)


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back for an address, after redirects."""

    url: str  # that answered in the end
    status: int  # 0: nothing came, or nothing was asked
    headers: tuple[tuple[str, str], ...] = ()
    body: bytes = b""  # decompressed
    problem: str | None = None  # why it is of no use

    @property
    def good(self) -> bool:
        """Whether there is something to read."""
        return self.problem is None

    def capture(self, kind: Kind) -> Capture:
        """The answer as a capture, fetched now."""
        return Capture(self.url, now(), self.status, self.headers, self.body, kind, locate_unknown(self.url))


@dataclass
class Visit:
    """A visit that is under way. Use it as a context; nothing is asked before `arrive`."""

    site: Site
    pause: float = PAUSE  # seconds; robots.txt may ask for more
    requests: int = REQUESTS
    progress: Progress | None = None
    asked: int = 0
    forbidden: list[str] = field(default_factory=list)  # addresses that robots.txt kept us from
    _rules: dict[str, Protego | str] = field(default_factory=dict)  # by host; or why there are none
    _last: float | None = None
    _began: float = field(default_factory=monotonic)
    _failed: int = 0

    def __enter__(self) -> Self:
        agent = {"User-Agent": USER_AGENT, "Accept-Encoding": "gzip, deflate"}
        self._client = httpx.Client(
            headers=agent, timeout=_PATIENCE, follow_redirects=False, trust_env=False, transport=guarded(self.site.home)
        )
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._client.close()

    @property
    def left(self) -> int:
        """How many requests may still be made."""
        done = self._failed >= _FAILURES or monotonic() - self._began + self.pause > _LONGEST
        return 0 if done else self.requests - self.asked

    def arrive(self) -> str:
        """The text of robots.txt, empty if there is none.

        Raises `NoNetwork` if the site does not answer, or answers with an error of its own: then
        nothing may be asked for. Raises `ArchiveError` if it allows nothing at all.
        """
        url = f"{self.site.home}/robots.txt"
        answer = self._robots(url)
        rules = self._rules[urlsplit(url).netloc]
        if isinstance(rules, str):
            raise NoNetwork(self.site.home, rules)
        if not rules.can_fetch(f"{self.site.home}/", ROBOTSTXT_USER_AGENT) and _all(rules, answer.body):
            raise ArchiveError(
                f"{url} disallows everything for {ROBOTSTXT_USER_AGENT}, so nothing was looked at.\n"
                "Ask the publisher, or import pages that were saved elsewhere: neo-archive import pages"
            )
        if self.pause * _FEW > _LONGEST:
            raise ArchiveError(
                f"a pause of {self.pause:.0f} seconds between requests (robots.txt) is too long to wait."
            )
        return answer.body[:_ROBOTS_LIMIT].decode("utf-8", "replace") if answer.good else ""

    def ask(self, url: str) -> Answer:
        """What an address of the site answers, redirects on the site followed.

        Whatever is wrong stands in the answer's `problem`; nothing is raised for it.
        """
        for _ in range(_HOPS + 1):
            if not self.site.is_ours(url):
                return Answer(url, 0, problem=f"leads off the site, to {urlsplit(url).netloc or url}")
            if refused := self._refused(url):
                return Answer(url, 0, problem=refused)
            answer = self._get(url)
            target = _target(answer)
            if target is None:
                return answer
            url = target
        return Answer(url, 0, problem=f"more than {_HOPS} redirects")

    def delay(self) -> float | None:
        """The seconds between two requests that the home's robots.txt asks for; None if it does not say."""
        rules = self._rules.get(urlsplit(self.site.home).netloc)
        return rules.crawl_delay(ROBOTSTXT_USER_AGENT) if isinstance(rules, Protego) else None

    def allows(self, url: str) -> bool:
        """Whether robots.txt, as far as it is known, lets us ask for an address."""
        rules = self._rules.get(urlsplit(url).netloc)
        return isinstance(rules, Protego) and rules.can_fetch(url, ROBOTSTXT_USER_AGENT)

    def _refused(self, url: str) -> str | None:
        name = urlsplit(url).netloc
        if name not in self._rules:
            self._robots(f"{urlsplit(url).scheme}://{name}/robots.txt")
        rules = self._rules[name]
        if isinstance(rules, str):
            return rules
        if not rules.can_fetch(url, ROBOTSTXT_USER_AGENT):
            self.forbidden.append(url)
            return "robots.txt disallows it"
        return None

    def _robots(self, url: str) -> Answer:
        """Asks for a host's robots.txt; an error of the server means no (RFC 9309, 2.3.1)."""
        name, answer = urlsplit(url).netloc, self._get(url)
        for _ in range(_HOPS):
            target = _target(answer)
            if target is None or not self.site.is_ours(target):
                break
            answer = self._get(target)
        if answer.status == 0 or answer.status >= 500:
            self._rules[name] = f"robots.txt: {answer.problem}; so nothing may be asked for"
            return answer
        text = answer.body[:_ROBOTS_LIMIT].decode("utf-8", "replace") if answer.status == 200 else ""
        rules = self._rules[name] = Protego.parse(text)
        self.pause = max(self.pause, rules.crawl_delay(ROBOTSTXT_USER_AGENT) or 0)
        return answer

    def _get(self, url: str) -> Answer:
        """One request, after the pause that is due."""
        if self.left <= 0:
            return Answer(url, 0, problem="not asked: this visit has made all its requests")
        if self._last is not None:
            sleep(max(0.0, self._last + self.pause - monotonic()))
        self.asked += 1
        try:
            answer = self._read(url)
        except (httpx.HTTPError, httpx.InvalidURL, OSError, UnicodeError) as error:
            answer = Answer(url, 0, problem=str(error) or type(error).__name__)
        finally:
            self._last = monotonic()
            self._client.cookies.clear()
            if self.progress:
                self.progress(self.asked, self.requests - self.asked)
        self._failed = 0 if answer.status else self._failed + 1
        return answer

    def _read(self, url: str) -> Answer:
        began, body = monotonic(), bytearray()
        with self._client.stream("GET", url) as response:
            headers = tuple(response.headers.multi_items())
            problem = None if response.status_code == 200 else f"status {response.status_code}"
            for piece in response.iter_bytes(65536):
                body += piece
                if len(body) > DOWNLOAD_MAXSIZE:
                    problem = f"larger than {DOWNLOAD_MAXSIZE} bytes"
                    break
                if monotonic() - began > _PATIENCE:
                    return Answer(url, 0, problem=f"no whole answer within {_PATIENCE:.0f} seconds")
            return Answer(url, response.status_code, headers, bytes(body), problem)


def _target(answer: Answer) -> str | None:
    """Where a redirect leads; None if the answer is none."""
    place = next((value for name, value in answer.headers if name.lower() == "location"), None)
    if not 300 <= answer.status < 400 or not place:
        return None
    try:
        return urljoin(answer.url, place)
    except ValueError:
        return None


def _all(rules: Protego, body: bytes) -> bool:
    """Whether rules that forbid the home page forbid whatever else they name, too."""
    lines = (line.partition("#")[0].partition(":") for line in body.decode("utf-8", "replace").splitlines())
    allowed = [value.strip() for word, _, value in lines if word.strip().lower() == "allow" and value.strip()]
    probes = ["/", "/2025/01/01/a-b/", "/news/", "/sitemap.xml", *allowed]
    return not any(rules.can_fetch(f"https://x.example{path}", ROBOTSTXT_USER_AGENT) for path in probes)
