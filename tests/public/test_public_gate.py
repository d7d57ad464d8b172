"""Who may come in to a public site, how often, and what is closed to all."""

from __future__ import annotations

import asyncio
import base64
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from scraper.errors import NoArchive, NoSnapshot, OlderArchive
from scraper.publish import site
from scraper.publish.public import Public, gate
from scraper.publish.public.clients import Clients, client
from scraper.publish.public.memo import Memo, Message, Send

from .conftest import Get, opened, rows

PASSWORD = "лунный свет: 1"


@pytest.fixture(scope="module")
def guarded(full: Path) -> Iterator[Get]:
    with opened(full, Public(password=PASSWORD)) as get:
        yield get


def basic(name: str, password: str) -> dict[str, str]:
    return {"Authorization": "Basic " + base64.b64encode(f"{name}:{password}".encode()).decode()}


@pytest.mark.parametrize(
    "path", ["/", "/archive/articles", "/archive.json", "/static/archive.css", "/-/versions.json", "/nowhere"]
)
def test_everything_is_behind_the_password(guarded: Get, path: str) -> None:
    refused = guarded(path)
    assert refused.status_code == 401
    assert refused.headers["www-authenticate"].startswith("Basic ")
    assert "frame-ancestors 'none'" in refused.headers["content-security-policy"]
    assert guarded(path, headers=basic("anybody", PASSWORD)).status_code != 401


def test_robots_are_told_without_a_password(guarded: Get) -> None:
    assert guarded("/robots.txt").status_code == 200


def _noted(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """The seconds that are waited, without waiting them."""
    waited: list[float] = []

    async def pause(seconds: float) -> None:
        waited.append(seconds)

    monkeypatch.setattr(gate, "_pause", pause)
    return waited


@pytest.mark.parametrize(
    "headers",
    [
        basic("anybody", "wrong"),
        basic("anybody", PASSWORD[:-1]),
        basic(PASSWORD, ""),
        {"Authorization": "Basic !?"},
        {"Authorization": "Bearer " + PASSWORD.encode().hex()},
        {"Authorization": "Basic"},
    ],
)
def test_wrong_password_waits(guarded: Get, monkeypatch: pytest.MonkeyPatch, headers: dict[str, str]) -> None:
    waited = _noted(monkeypatch)
    assert guarded("/", headers=headers).status_code == 401
    assert waited == [1.0]
    assert guarded("/").status_code == 401  # a browser that does not know yet that there is one
    assert waited == [1.0]


def test_who_guesses_is_stopped_and_who_knows_is_not(full: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _noted(monkeypatch)
    with opened(full, Public(password=PASSWORD)) as get:
        guesses = 20
        answers = [get("/", headers=basic("x", str(number))).status_code for number in range(guesses + 1)]
        assert answers == [401] * guesses + [429]
        assert get("/", headers=basic("x", PASSWORD)).status_code == 200


def test_password_is_in_no_answer_and_no_description(guarded: Get) -> None:
    assert PASSWORD not in repr(Public(password=PASSWORD))
    assert PASSWORD not in guarded("/", headers=basic("x", PASSWORD)).text


@pytest.mark.parametrize(
    "path",
    [
        f"/-/{page}"
        for page in "versions.json plugins settings.json threads databases.json actor metadata permissions".split()
    ],
)
def test_pages_about_the_server_are_closed(careful: Get, path: str) -> None:
    assert careful(path).status_code == 404


def test_no_page_names_a_path_of_the_server(careful: Get, full: Path) -> None:
    for page in ("/", "/archive", "/archive.json", "/.json", "/archive/articles.json", "/nowhere", "/archive?sql=x"):
        assert str(full.parent) not in careful(page).text


@pytest.mark.parametrize("method", ["post", "put", "delete", "patch", "options"])
def test_site_is_only_read(careful: Get, method: str) -> None:
    assert careful("/archive/articles", method).status_code == 405


def test_search_engines_are_asked_to_stay_away_unless_they_may_come(careful: Get, full: Path) -> None:
    assert careful("/robots.txt").text == "User-agent: *\nDisallow: /\n"
    assert "noindex" in careful("/archive/articles").headers["x-robots-tag"]
    assert "noindex" in careful("/static/archive.css").headers["x-robots-tag"]
    with opened(full, Public(robots=True)) as get:
        assert "Disallow: /\n" not in get("/robots.txt").text
        assert "x-robots-tag" not in get("/").headers


def test_pages_that_cost_much_are_made_once_whatever_is_asked_of_them(full: Path) -> None:
    made: list[str] = []

    async def app(scope: Message, _receive: object, send: Send) -> None:
        made.append(scope["path"])
        status = 404 if scope["path"] == "/about" else 200
        await send({"type": "http.response.start", "status": status, "headers": []})
        await send({"type": "http.response.body", "body": scope["query_string"]})

    async def ask() -> list[Message]:
        said: list[Message] = []

        async def send(message: Message) -> None:
            said.append(message)

        memo = Memo(app)
        for path, query in (
            ("/", b""),
            ("/", b"x=1"),
            ("/", b"x=2"),
            ("/archive", b"y"),
            ("/about", b""),
            ("/about", b""),
            ("/x", b"z"),
        ):
            scope = {"type": "http", "method": "GET", "path": path, "query_string": query, "headers": []}
            await memo(scope, receive, send)
        await asyncio.gather(*(memo({**scope, "path": "/.json"}, receive, send) for _ in range(5)))
        return said

    async def receive() -> Message:
        return {}

    said = asyncio.run(ask())
    assert made == ["/", "/archive", "/about", "/about", "/x", "/.json"]
    assert [message["body"] for message in said if "body" in message].count(b"") == len(said) // 2 - 1


@pytest.mark.parametrize("path", ["/", "/archive", "/archive.json", "/about", "/.json"])
def test_what_one_client_says_is_not_kept_for_others(full: Path, path: str) -> None:
    with opened(full, Public()) as get:
        for _ in range(2):
            answer = get(f"{path}?evil=1", headers={"Host": "evil.example", "X-Forwarded-Host": "evil.example"})
            assert "evil" not in answer.text
            assert "evil" not in str(answer.headers)


def test_database_is_no_download(careful: Get) -> None:
    assert careful("/archive.db").status_code == 403


def test_counts_come_from_the_inspect_file(careful: Get, full: Path) -> None:
    ((articles,),) = rows(full, "select count(*) from articles")
    tables = {table["name"]: table["count"] for table in careful("/archive.json").json()["tables"]}
    assert tables["articles"] == articles


def test_client_that_loops_is_told_to_wait(full: Path) -> None:
    with opened(full, Public(sql=True, per_minute=3)) as get:
        answers = [get("/archive.json?sql=select+1") for _ in range(4)]
        assert [answer.status_code for answer in answers] == [200, 200, 200, 429]
        assert 0 < int(answers[3].headers["retry-after"]) <= 61
        assert get("/archive/articles").status_code == 200  # which is no SQL


@pytest.mark.parametrize("path", ["/feed.atom", "/compare", "/side-by-side/17"])
def test_what_the_site_s_own_threads_answer_is_asked_two_at_once(path: str) -> None:
    async def ask() -> list[int]:
        began = asyncio.Event()

        async def slow(_scope: Message, _receive: object, send: Send) -> None:
            await began.wait()
            await send({"type": "http.response.start", "status": 200, "headers": []})

        site_gate, said = gate.Gate(slow, Public()), []

        async def send(message: Message) -> None:
            said.extend([message["status"]] if "status" in message else [])
            if len(said) == 2:
                began.set()

        scope = {"type": "http", "method": "GET", "path": path, "query_string": b"q=a", "headers": []}
        asked = [{**scope, "client": (f"192.0.2.{number}", 1)} for number in range(4)]
        await asyncio.gather(*(site_gate(one, receive, send) for one in asked))
        return said

    async def receive() -> Message:
        return {}

    assert asyncio.run(ask()) == [429, 429, 200, 200]


def test_clients_are_counted_in_windows_and_at_once() -> None:
    now = [0.0]
    clients = Clients(per_minute=2, at_once=1, clock=lambda: now[0])
    assert clients.begin("a") == 0
    assert clients.begin("a") > 0  # one is under way
    clients.end("a")
    assert clients.begin("a") == 0
    clients.end("a")
    assert clients.begin("a") == 61
    assert clients.begin("b") == 0
    now[0] = 60.0
    assert clients.begin("a") == 0


@pytest.mark.parametrize(
    ("address", "who"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2"),
        ("2001:db8:1:2:9::1", "2001:db8:1:2"),
        ("", ""),
    ],
)
def test_client_of_ipv6_is_its_network(address: str, who: str) -> None:
    assert client(address) == who


def test_only_a_snapshot_is_served_to_strangers(archive: Path, tmp_path: Path, full: Path) -> None:
    with pytest.raises(NoSnapshot, match="neo-archive snapshot"):
        site.app(archive, Public())
    with pytest.raises(NoArchive):
        site.app(tmp_path / "none.db", Public())
    older = tmp_path / "older.db"
    older.write_bytes(full.read_bytes())
    with closing(sqlite3.connect(older)) as connection, connection:
        connection.execute("delete from _sqlite_migrations where id = (select max(id) from _sqlite_migrations)")
    before = older.read_bytes()
    with pytest.raises(OlderArchive):
        site.app(older, Public())
    assert older.read_bytes() == before
