"""The bytes of a page, to its text."""

from __future__ import annotations

import codecs
import re

import charset_normalizer

_META = re.compile(rb"<meta[^>]+charset=[\"']?\s*([\w-]+)", re.I)
_BEGINNINGS = (  # byte order marks; and of UTF-16 without one, the first "<"
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
    (b"<\x00", "utf-16-le"),
    (b"\x00<", "utf-16-be"),
)
_MEANT = {"iso8859-1": "cp1252", "ascii": "cp1252"}  # as browsers read these names (WHATWG Encoding)
_C1 = re.compile("[\x80-\x9f]")
_TWICE = re.compile("[\xc2-\xf4][\x80-\xbf]{1,3}")
_FOREIGN = re.compile(rb"[\x80-\xff]")
_SAMPLE = 100_000  # bytes that an encoding is guessed from, from just before the first that is not ASCII
_TORN = 0.05  # utf-8 with at most this share of its non-ASCII characters broken is still utf-8


def decode(body: bytes, content_type: str | None = None) -> tuple[str, str]:
    """The text of a page and the encoding it was read with.

    Order: byte order mark; UTF-8 if the bytes are valid, whatever is declared; UTF-8 with a
    few broken bytes; the declared encoding; a guess.
    """
    for mark, name in _BEGINNINGS:
        if body.startswith(mark):
            return body.decode(name, "replace"), name.removesuffix("-sig")
    try:
        return _once(body.decode("utf-8")), "utf-8"
    except UnicodeDecodeError:
        pass
    text = body.decode("utf-8", "replace")
    foreign = sum(char > "\x7f" for char in text)
    if text.count("\ufffd") <= foreign * _TORN:
        return text, "utf-8"
    header = re.search(r"charset=[\"']?([\w-]+)", content_type or "", re.I)
    meta = _META.search(body[:4096])
    for name in filter(None, (header and header[1], meta and meta[1].decode("ascii", "replace"))):
        try:
            known = codecs.lookup(name).name
            known = _MEANT.get(known, known)
            if known != "utf-8":
                return body.decode(known), known
        except (LookupError, UnicodeError):
            continue
    first = _FOREIGN.search(body)
    start = max(first.start() - 200, 0) if first else 0  # a little of the mark-up tells what cannot be
    guess = charset_normalizer.from_bytes(body[start : start + _SAMPLE]).best()
    name = guess.encoding if guess else "windows-1252"
    return body.decode(name, "replace"), name


def _once(text: str) -> str:
    """A text without what was encoded twice: "â\x80\x99" is "’". C1 controls, which no text has, give it away."""
    return _TWICE.sub(_decoded, text) if _C1.search(text) else text


def _decoded(found: re.Match[str]) -> str:
    try:
        return found[0].encode("latin-1").decode("utf-8")
    except UnicodeDecodeError:
        return found[0]
