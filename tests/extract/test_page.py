"""Bytes to text: what a page is, whatever is declared of it."""

from __future__ import annotations

import codecs

import pytest

from scraper.extract.encoding import decode
from scraper.extract.page import Unreadable, open_page
from scraper.extract.text import clean
from scraper.publisher import publisher

from .made import AT_NEO, HTML, capture

RUSSIAN = "Паром на северный остров с понедельника будет ходить дважды в день, как до войны буёв. " * 8
FRENCH = "Le café de l’été : « déjà fermé », où l’on dînait à côté, près du théâtre. " * 8
LATIN = FRENCH.replace("’", "'")
BROKEN = RUSSIAN.encode().replace("ё".encode(), b"\xd1", 3)


@pytest.mark.parametrize(
    ("body", "content_type", "text", "encoding"),
    [
        pytest.param(RUSSIAN.encode(), HTML, RUSSIAN, "utf-8", id="utf-8"),
        pytest.param(RUSSIAN.encode(), None, RUSSIAN, "utf-8", id="utf-8 undeclared"),
        pytest.param(RUSSIAN.encode(), "text/html; charset=windows-1251", RUSSIAN, "utf-8", id="utf-8 as 1251"),
        pytest.param(b"plain", "text/html; charset=nonsense", "plain", "utf-8", id="ascii as nonsense"),
        pytest.param(b"", None, "", "utf-8", id="empty"),
        pytest.param(codecs.BOM_UTF8 + RUSSIAN.encode(), None, RUSSIAN, "utf-8", id="utf-8 mark"),
        pytest.param(RUSSIAN.encode("utf-16"), None, RUSSIAN, "utf-16", id="utf-16 mark"),
        pytest.param(
            codecs.BOM_UTF16_BE + RUSSIAN.encode("utf-16-be"), HTML, RUSSIAN, "utf-16", id="utf-16 big-endian mark"
        ),
        pytest.param(RUSSIAN.encode("cp1251"), HTML, RUSSIAN, "cp1251", id="1251 as utf-8"),
        pytest.param(RUSSIAN.encode("cp1251"), None, RUSSIAN, "cp1251", id="1251 undeclared"),
        pytest.param(
            RUSSIAN.encode("cp1251"), "text/html; charset=windows-1251", RUSSIAN, "cp1251", id="1251 declared"
        ),
        pytest.param(RUSSIAN.encode("koi8-r"), 'text/html; charset="KOI8-R"', RUSSIAN, "koi8-r", id="koi8 declared"),
        pytest.param(LATIN.encode("latin-1"), "text/html; charset=ISO-8859-1", LATIN, "cp1252", id="latin-1 declared"),
        pytest.param(FRENCH.encode("cp1252"), "text/html; charset=ISO-8859-1", FRENCH, "cp1252", id="1252 as latin-1"),
        pytest.param(
            b'<meta charset="windows-1251">' + RUSSIAN.encode("cp1251"),
            "text/html",
            '<meta charset="windows-1251">' + RUSSIAN,
            "cp1251",
            id="1251 in meta",
        ),
        pytest.param(
            b'<meta http-equiv="Content-Type" content="text/html; charset=windows-1251" />' + RUSSIAN.encode("cp1251"),
            None,
            '<meta http-equiv="Content-Type" content="text/html; charset=windows-1251" />' + RUSSIAN,
            "cp1251",
            id="1251 in http-equiv",
        ),
        pytest.param(BROKEN, HTML, BROKEN.decode("utf-8", "replace"), "utf-8", id="utf-8 with a few broken bytes"),
        pytest.param(
            BROKEN, "text/html; charset=windows-1251", BROKEN.decode("utf-8", "replace"), "utf-8", id="broken as 1251"
        ),
    ],
)
def test_a_page_is_read_in_its_encoding(body: bytes, content_type: str | None, text: str, encoding: str) -> None:
    assert decode(body, content_type) == (text, encoding)


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("A DIY captain’s guide", "A DIY captain’s guide"),
        ("Le bac a été repeint", "Le bac a été repeint"),
        ("Å ngström, Ã la carte", "Å ngström, Ã la carte"),
    ],
)
def test_what_was_encoded_twice_is_decoded_twice(text: str, read: str) -> None:
    mark = "“"  # whose second byte no text has: what gives a page away
    twice = f"{mark}{text}".encode().decode("latin-1").encode()
    assert decode(twice)[0] == f"{mark}{text}"
    assert decode(text.encode())[0] == read


@pytest.mark.parametrize("body", [bytes(range(256)) * 40, b"\xff" * 5000, b"\x80\x81\x8d\x8f\x90\x9d" * 100])
@pytest.mark.parametrize("name", ["utf-8", "undefined", "base64", "nonsense", "idna", ""])
def test_any_bytes_under_any_name_have_some_text(body: bytes, name: str) -> None:
    text, encoding = decode(body, f"text/html; charset={name}")
    assert text
    assert encoding


@pytest.mark.parametrize(
    "content_type", ["text/html", "TEXT/HTML; charset=utf-8", "application/xhtml+xml", "", None, "text/plain"]
)
def test_what_may_be_a_page_is_opened(content_type: str | None) -> None:
    assert open_page(capture("<p>text", content_type=content_type)).tree.tag == "html"


@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        (b"<p>text", "application/pdf"),
        (b"<p>text", "image/jpeg"),
        (b"%PDF-1.7 ...", HTML),
        (b'{"not": "html"}', HTML),
        (b"", HTML),
        (b"   \n", HTML),
        (b"<html><body></body></html>", HTML),
        (b"<!-- nothing -->", HTML),
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR<" + bytes(100), HTML),
    ],
)
def test_what_is_no_page_is_unreadable(body: bytes, content_type: str) -> None:
    with pytest.raises(Unreadable):
        open_page(capture(body, content_type=content_type))


@pytest.mark.parametrize(
    ("base", "href", "absolute"),
    [
        ("", "more/", "https://journal-neo.su/2025/07/02/a-story/more/"),
        ("", "/more/", "https://journal-neo.su/more/"),
        ("", "//cdn.example/x.jpg", "https://cdn.example/x.jpg"),
        ("", " https://other.example/ ", "https://other.example/"),
        ("", "http://[broken", "http://[broken"),
        ("", "mailto:editor@journal-neo.su", "mailto:editor@journal-neo.su"),
        ("/fr/", "more/", "https://journal-neo.su/fr/more/"),
        ("https://cdn.example/", "x.jpg", "https://cdn.example/x.jpg"),
        ("http://[broken", "/more/", "/more/"),
    ],
)
def test_links_are_absolute_by_the_pages_base(base: str, href: str, absolute: str) -> None:
    head = f'<head><base href="{base}"></head>' if base else ""
    assert open_page(capture(f"<html>{head}<p>text", AT_NEO)).absolute(href) == absolute


def test_links_of_a_copy_lead_to_the_publisher() -> None:
    page = open_page(capture("<p>text", "http://127.0.0.1:8800/2025/07/02/a-story/"), publisher("neo"))
    assert page.absolute("/fr/") == "https://journal-neo.su/fr/"
    assert page.absolute("http://127.0.0.1:88001/fr/") == "http://127.0.0.1:88001/fr/"


def test_known_damage_is_undone() -> None:
    page = open_page(capture("<p>(hereDahJTkfw", AT_NEO), publisher("neo"))
    assert clean(page.tree.findtext(".//p") or "") == "(here)"
