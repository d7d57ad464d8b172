"""Bytes that are no text, no text of the encoding they name, or nothing at all."""

from __future__ import annotations

import gzip
import random
import zlib

from .made import UNSAID, Hostile, paragraphs, story

MEGABYTE = 1_000_000
NOISE = random.Random(1).randbytes(MEGABYTE)
TEXT = paragraphs()
FRENCH, RUSSIAN = story(language="fr"), story(language="ru")


def png() -> bytes:
    chunk = b"IDAT" + zlib.compress(NOISE)
    return b"\x89PNG\r\n\x1a\n" + len(chunk).to_bytes(4) + chunk + zlib.crc32(chunk).to_bytes(4)


def says(name: str, text: str = RUSSIAN) -> str:
    return text.replace("<head>", f'<head><meta charset="{name}">')


def in_russian(name: str, text: str = RUSSIAN) -> bytes:
    return text.encode(name)


def half_each() -> bytes:
    half = RUSSIAN.index("<p>", len(RUSSIAN) // 2)
    return says("utf-8", RUSSIAN[:half]).encode() + RUSSIAN[half:].encode("cp1251")


def twice(text: str) -> str:
    return text.encode().decode("latin-1")


def extra(what: bytes) -> bytes:
    """A story with one more paragraph, of those bytes."""
    return story(text=TEXT + "<p>%%</p>").encode().replace(b"%%", what)


NOTHING = "not-html", "not-html"  # at any publisher
PAGES = (
    Hostile("empty", lambda: b"", *NOTHING),
    Hostile("white space", lambda: b" \n\t" * 300_000, *NOTHING),
    Hostile("no-break spaces in a body", lambda: "<html><body>" + "\u00a0" * 300_000, *NOTHING),
    Hostile("a picture", png, *NOTHING),
    Hostile("gzip within gzip", lambda: gzip.compress(gzip.compress(story().encode())), *NOTHING),
    Hostile("random bytes", lambda: NOISE, *NOTHING),
    Hostile("random bytes in a body", lambda: b"<html><body><h1>A</h1>" + NOISE, *NOTHING),
    Hostile("random bytes behind a story", lambda: story().encode() + NOISE, *NOTHING),
    Hostile("NULs", lambda: bytes(MEGABYTE), *NOTHING),
    Hostile("NULs in every tag", lambda: story().replace("<p", "<\x00p\x00").replace("div", "d\x00iv")),
    Hostile("NULs in the words", lambda: story(text=TEXT.replace("ferry", "fer\x00ry"))),
    Hostile("a megabyte of NULs in the text", lambda: extra(bytes(MEGABYTE)), *NOTHING),
    Hostile("windows-1251 that says utf-8", lambda: in_russian("cp1251", says("utf-8")), language="ru"),
    Hostile("half utf-8, half windows-1251", half_each, language="ru"),
    Hostile("windows-1251 that says nothing", lambda: in_russian("cp1251"), language="ru", content_type=UNSAID),
    Hostile("koi8-r that says windows-1251", lambda: in_russian("koi8-r", says("windows-1251")), language="ru"),
    Hostile("utf-8 that says windows-1251", lambda: says("windows-1251"), language="ru"),
    Hostile("a mark of utf-8, meta of utf-16", lambda: b"\xef\xbb\xbf" + says("utf-16").encode(), language="ru"),
    Hostile("a mark of utf-16 before utf-8", lambda: b"\xff\xfe" + RUSSIAN.encode(), *NOTHING, language="ru"),
    Hostile("utf-16 with a mark", lambda: in_russian("utf-16"), language="ru"),
    Hostile("utf-16 without a mark", lambda: in_russian("utf-16-le"), language="ru"),
    Hostile("utf-16 the other way round", lambda: in_russian("utf-16-be"), language="ru"),
    Hostile("utf-32", lambda: in_russian("utf-32"), language="ru"),
    Hostile("utf-7", lambda: says("utf-7", FRENCH).encode("utf-7"), language="fr", content_type=UNSAID),
    Hostile("encoded twice", lambda: twice(FRENCH), language="fr"),
    Hostile("encoded three times", lambda: twice(twice(FRENCH)), language="fr"),
    Hostile("an encoding that is none", lambda: in_russian("cp1251", says("rot13")), language="ru"),
    Hostile("an encoding that unpacks", lambda: in_russian("cp1251", says("bz2_codec")), language="ru"),
    Hostile("an encoding of a megabyte", lambda: in_russian("cp1251", says("x" * MEGABYTE)), language="ru"),
    Hostile("a broken byte in every word", lambda: story().encode().replace(b"e ", b"e \xff")),
    Hostile("100,000 halves of characters", lambda: extra(b"\xe2\x82" * 100_000)),
    Hostile("a megabyte that looks encoded twice", lambda: extra("Ð\x9f".encode() * 250_000)),
    Hostile("surrogates by the 100,000", lambda: extra(b"\xed\xa0\x80" * 100_000)),
)
