"""What an answer looks like, and how many losses are an outage."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from scraper.crawl.outages import Losses
from scraper.extract import signs
from scraper.keep.doubting import shared
from scraper.records import Address, Capture, Kind

URL = "https://courier.example/2025/07/01/ferry/"


def capture(body: str, status: int = 200) -> Capture:
    address = Address("demo/en", "/2025/07/01/ferry/", URL)
    return Capture(URL, datetime(2026, 1, 1, tzinfo=UTC), status, (), body.encode(), Kind.ARTICLE, address)


@pytest.mark.parametrize(
    ("text", "sign"),
    [
        ("Error establishing a database connection", signs.DATABASE),
        ("Erreur lors de la connexion à la base de données", signs.DATABASE),
        ("Ошибка установки соединения с базой данных", signs.DATABASE),
        ("Briefly unavailable for scheduled maintenance. Check back in a minute.", signs.MAINTENANCE),
        ("Le site est en cours de maintenance", signs.MAINTENANCE),
        ("На сайте ведутся технические работы", signs.MAINTENANCE),
        ("This domain is for sale! Buy this domain.", signs.PARKED),
        ("Ce domaine est à vendre : acheter ce nom de domaine", signs.PARKED),
        ("Домен продаётся", signs.PARKED),
        ("Checking your browser before accessing the site", signs.WALL),
        ("Connectez-vous pour lire la suite", signs.WALL),
        ("Подтвердите, что вы не робот", signs.WALL),
        ("", signs.EMPTY),
        ("The minister opened a bridge over the river yesterday.", signs.NO_ARTICLE),
    ],
)
def test_page_says_what_is_wrong(text: str, sign: str) -> None:
    page = capture(f"<html><script>var maintenance_mode = 'under maintenance'</script><p>{text}</p></html>")
    assert signs.sign_of(page) == sign


@pytest.mark.parametrize(
    ("status", "sign"), [(404, signs.GONE), (410, signs.GONE), (500, signs.SERVER), (403, signs.REFUSED)]
)
def test_status_says_what_is_wrong(status: int, sign: str) -> None:
    assert signs.sign_of(capture("", status)) == sign


@pytest.mark.parametrize(
    ("target", "sign"),
    [
        ("https://courier.example/", signs.ELSEWHERE),
        ("https://shop.example/ferry", signs.OFF_SITE),
        ("https://courier.example/wp-login.php?redirect_to=x", signs.WALL),
    ],
)
def test_redirect_says_what_is_wrong(target: str, sign: str) -> None:
    assert signs.sign_of(capture("", 302), target) == sign


def test_long_page_is_about_something_else_whatever_words_are_in_it() -> None:
    assert (
        signs.worded(capture("<p>The harbour is under maintenance.</p>" + "<p>A long report follows.</p>" * 100))
        is None
    )


@pytest.mark.parametrize("body", ["", "\0\0", "<", "<html", "\ufeff", "<!--", "<p>" * 5000, "&#0;"])
def test_anything_can_be_looked_at(body: str) -> None:
    assert signs.sign_of(capture(body)) == signs.EMPTY


def test_edit_shares_its_text_and_another_text_does_not() -> None:
    before = "The ferry left the harbour at dawn and came back in the evening with nobody on board."
    assert shared(before, before.replace("dawn", "noon") + " Nobody knows why the captain stayed ashore.") > 0.5
    assert shared(before, "Welcome to our shop of garden tools, with rakes and spades of the best steel.") == 0
    assert shared(before, "") == 1


def counted(pattern: str, *, new: str = "") -> Losses:
    """Losses of a crawl: each letter is an answer, x a loss."""
    losses = Losses("demo/en")
    for letter in pattern:
        losses.known(URL, signs.GONE if letter == "x" else None)
    for letter in new:
        losses.new(URL, signs.MAINTENANCE if letter == "x" else None)
    return losses


@pytest.mark.parametrize(
    ("pattern", "running", "at_end"),
    [
        ("", False, False),
        ("x", False, False),
        (".x", False, False),
        ("xx", False, True),
        ("x.x.", False, False),
        ("xxx..", False, True),
        ("xxx...", False, False),
        ("xxxxx", True, True),
        ("." * 200 + "xxxx", False, False),
        ("." * 200 + "x.x.x.x.x", True, True),
        ("....x" * 5 + "." * 20, False, True),
        ("....." * 10 + "....x" * 5, False, False),
    ],
)
def test_so_many_losses_are_an_outage(pattern: str, running: bool, at_end: bool) -> None:
    losses = counted(pattern)
    assert (losses.outage() is not None, losses.outage(at_end=True) is not None) == (running, at_end)


@pytest.mark.parametrize(
    ("new", "running", "at_end"),
    [("x", False, False), ("xxx", False, True), ("xxx...", False, False), ("x" * 10, True, True)],
)
def test_new_addresses_that_say_that_the_site_is_out(new: str, running: bool, at_end: bool) -> None:
    losses = counted("", new=new)
    assert (losses.outage() is not None, losses.outage(at_end=True) is not None) == (running, at_end)
