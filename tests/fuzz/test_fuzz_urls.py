"""Addresses: however one is dressed up, it means the same article; whatever stands there, nothing breaks."""

from __future__ import annotations

from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st
from promises import Measured

from scraper.extract.urls import (
    alias,
    at_copy,
    at_home,
    copy_of,
    host,
    locate,
    locate_page,
    locate_unknown,
    normal_path,
    site_path,
    split,
)
from scraper.publisher import publisher

from .made import PATH, TEXT

DEMO = publisher("demo")
COPY = "http://127.0.0.1:8001"
URL = st.one_of(
    TEXT,
    st.builds("{}{}{}".format, st.sampled_from(["http://", "https://", "HTTP:/\\", "//", "ftp://"]), TEXT, TEXT),
    st.builds(
        "https://{}{}/{}?{}#{}".format,
        st.sampled_from(["courier.example", "[::1]", "a@b"]),
        st.just(":99999"),
        TEXT,
        TEXT,
        TEXT,
    ),
    st.builds("https://courier.example/{}".format, TEXT),
)
AT_HOME = st.builds("{}/{}".format, st.sampled_from([DEMO.home.rstrip("/"), COPY]), TEXT)


@pytest.mark.promise("Input", "any text as an address", "is an article's, another site's, or none; no error")
def test_nothing_that_stands_for_an_address_breaks(measured: Measured, tried: str) -> None:
    @given(URL)
    def holds(url: str) -> None:
        for ask in (locate, locate_page, alias, site_path):
            ask(DEMO, url)
            ask(DEMO, url, COPY)
        home, copy = at_home(DEMO, url, COPY), copy_of(DEMO, url)
        assert home is None or home.startswith(DEMO.home)
        assert copy is None or split(copy) is not None
        at_copy(DEMO, url, COPY)
        if parts := split(url):
            assert host(parts) == host(parts).removeprefix("www.")

    holds()
    measured(figure=tried)


@given(TEXT)
def test_path_that_is_settled_stays_as_it_is(text: str) -> None:
    once = normal_path("/" + text.encode(errors="ignore").decode())  # without surrogates, which no address has
    assert normal_path(once) == once
    assert once.isascii()


@given(URL)
def test_address_of_a_page_that_nobody_declared_means_itself(url: str) -> None:
    try:
        address = locate_unknown(url)
    except (ValueError, UnicodeEncodeError):
        return
    assert locate_unknown(address.url).id == address.id


@given(AT_HOME)
def test_address_at_home_lies_at_the_same_path(url: str) -> None:
    home = at_home(DEMO, url, COPY)
    assert home is None or site_path(DEMO, home) == site_path(DEMO, url, COPY)


@pytest.mark.promise("Input", "an article's address, decorated", "means the same article in every spelling")
def test_every_spelling_means_the_same_article(measured: Measured, tried: str) -> None:
    @given(PATH, st.data())
    def holds(path: str, data: st.DataObject) -> None:
        plain = locate(DEMO, DEMO.home + path)
        assert plain is not None
        scheme = data.draw(st.sampled_from(["http://", "https://", "HTTPS://"]))
        name = data.draw(
            st.sampled_from(["courier.example", "www.courier.example", "Courier.Example", "courier.example."])
        )
        port = {"http://": ":80", "https://": ":443"}.get(scheme, "") if data.draw(st.booleans()) else ""
        spelled = data.draw(
            st.sampled_from([path, path.replace("/", "//"), path.rstrip("/"), path + "./", "/x/.." + path])
        )
        letter = data.draw(st.integers(1, len(spelled) - 1))
        if spelled[letter].isalnum():
            spelled = (
                f"{spelled[:letter]}%{ord(spelled[letter]):02{data.draw(st.sampled_from('xX'))}}{spelled[letter + 1 :]}"
            )
        query = data.draw(st.sampled_from(["", "?utm_source=x", "?fbclid=1&ref=2", "?" + quote("ё")]))
        tail = data.draw(st.sampled_from(["", "#top", "#", " ", "\n"]))
        found = locate(DEMO, f"{scheme}{name}{port}{spelled}{query}{tail}")
        assert found is not None
        assert (found.id, found.url) == (plain.id, plain.url)

    holds()
    measured(figure=tried)
