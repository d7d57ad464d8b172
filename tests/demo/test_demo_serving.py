"""What the newspaper answers, as a table, and how it is started and stopped."""

import subprocess
import sys
from http.client import HTTPConnection

import pytest

from scraper.demo import Newspaper, articles

from .conftest import Ask

LAMP = "/2025/03/03/the-lamp-on-gull-rocks-is-lit-again/"
FOG = "/ru/2025/05/08/tuman-po-sredam/"

ANSWERS = [  # target, status, location
    ("/", 200, None),
    ("/fr/", 200, None),
    ("/ru/", 200, None),
    ("/page/2/", 200, None),
    ("/page/1/", 301, "/"),
    ("/page/99/", 404, None),
    ("/page/0/", 404, None),
    ("/about/", 200, None),
    ("/about", 301, "/about/"),
    (LAMP, 200, None),
    (f"{LAMP}?utm_source=letter", 200, None),
    (LAMP.rstrip("/"), 301, LAMP),
    (LAMP.replace("lamp", "%6Camp"), 200, None),
    (FOG, 200, None),
    ("/?p=4010", 301, LAMP),
    ("/?p=4242", 301, FOG),
    ("/?p=4011", 301, "/fr/2025/03/03/le-feu-des-rochers-aux-mouettes-brule-de-nouveau/"),
    ("/?p=1", 404, None),
    ("/?p=", 200, None),
    ("/category/columns/harbour/", 200, None),
    ("/category/columns/harbour/page/2/", 200, None),
    ("/category/columns/harbour", 301, "/category/columns/harbour/"),
    ("/category/columns/sport/", 404, None),
    ("/fr/category/locations/islands/ondra/", 200, None),
    ("/ru/tag/ferries/", 200, None),
    ("/author/anna-velm/", 200, None),
    ("/author/nobody/", 404, None),
    ("/feed/", 200, None),
    ("/feed", 301, "/feed/"),
    ("/ru/feed/?paged=2", 200, None),
    ("/feed/?paged=99", 404, None),
    ("/feed/?paged=first", 404, None),
    ("/fr/author/jeanne-maurel/feed/", 200, None),
    ("/robots.txt", 200, None),
    ("/sitemap_index.xml", 200, None),
    ("/post-sitemap1.xml", 200, None),
    ("/post-sitemap99.xml", 404, None),
    ("/page-sitemap.xml", 200, None),
    ("/search/?q=lamp&lang=en", 200, None),
    ("/wp-content/uploads/2025/03/3990.jpg", 200, None),
    ("/wp-content/uploads/2025/03/1.jpg", 404, None),
    ("/2025/03/03/no-such-story/", 404, None),
    ("/ru/%D0%BD%D0%B5%D1%82/", 404, None),
]


@pytest.mark.parametrize(("target", "status", "location"), ANSWERS)
def test_answers(paper: Newspaper, ask: Ask, target: str, status: int, location: str | None) -> None:
    reply = ask(target)
    assert reply.status == status
    assert reply.headers["Location"] == (paper.address + location if location else None)
    assert paper.requests == [f"GET {target} {status}"]


@pytest.mark.parametrize("target", [target for target, status, _ in ANSWERS if status == 200])
def test_what_was_had_is_not_sent_again(ask: Ask, target: str) -> None:
    first = ask(target)
    if target.startswith("/search/"):
        assert first.headers["ETag"] is None
        return
    etag, date = first.headers["ETag"], first.headers["Last-Modified"]
    assert ask(target, If_None_Match=etag).status == 304
    assert ask(target, If_None_Match=f'"other", W/{etag}').body == b""
    assert ask(target, If_Modified_Since=date).status == 304
    assert ask(target, If_Modified_Since="Sat, 01 Mar 2014 00:00:00 GMT").status == 200
    assert ask(target, If_Modified_Since="yesterday").status == 200
    assert ask(target, If_None_Match='"other"', If_Modified_Since=date).status == 200


def test_head_says_the_length_and_sends_nothing(ask: Ask) -> None:
    whole, head = ask(LAMP), ask(LAMP, "HEAD")
    assert head.body == b""
    assert head.headers["Content-Length"] == str(len(whole.body))
    assert head.headers["ETag"] == whole.headers["ETag"]


def test_pages_use_the_address_they_were_asked_under(ask: Ask) -> None:
    page = ask(LAMP, Host="vellamar.example:8080").body.decode()
    assert f'<link rel="canonical" href="http://vellamar.example:8080{LAMP}">' in page
    assert "127.0.0.1" not in page
    assert "%ADDRESS%" not in page
    assert "evil" not in ask(LAMP, Host='evil"><script>').body.decode()


def test_etags_do_not_depend_on_the_port(ask: Ask) -> None:
    with Newspaper() as other:
        connection = HTTPConnection(other.address.removeprefix("http://"), timeout=10)
        for article in articles(1)[:5]:
            connection.request("HEAD", article.path)
            response = connection.getresponse()
            response.read()
            assert response.headers["ETag"] == ask(article.path).headers["ETag"]
        connection.close()


def test_closing_hangs_up() -> None:
    with Newspaper() as paper:
        connection = HTTPConnection(paper.address.removeprefix("http://"), timeout=10)
        connection.request("GET", "/robots.txt")
        connection.getresponse().read()

    def again() -> None:
        connection.request("GET", "/robots.txt")
        connection.getresponse()

    with pytest.raises(ConnectionError):
        again()
    connection.close()


def test_there_is_no_eighth_day(paper: Newspaper) -> None:
    for day in (0, 8):
        with pytest.raises(ValueError, match="days 1 to 7"):
            paper.day = day
    assert paper.day == 1


def test_a_taken_port_is_an_error_in_python(paper: Newspaper) -> None:
    with pytest.raises(OSError, match="Err"):
        Newspaper(port=int(paper.address.rpartition(":")[2]))


def test_a_taken_port_is_one_sentence_on_the_command_line(paper: Newspaper) -> None:
    port = paper.address.rpartition(":")[2]
    ended = subprocess.run(
        [sys.executable, "-m", "scraper.demo", "--port", port], capture_output=True, text=True, timeout=60
    )
    assert ended.returncode == 1
    assert ended.stderr.startswith(f"The demo newspaper cannot use port {port} (")
    assert ended.stderr.count("\n") == 1


def test_the_command_prints_where_it_serves() -> None:
    command = [sys.executable, "-m", "scraper.demo", "--day", "2"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as running:
        assert running.stdout is not None
        address = running.stdout.readline().split("/ ")[0]
        connection = HTTPConnection(address.removeprefix("http://"), timeout=10)
        connection.request("GET", "/ru/2025/07/12/griby-prishli-na-tramvae/")
        assert connection.getresponse().status == 200
        connection.close()
        running.terminate()
