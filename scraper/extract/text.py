"""Text as a reader sees it, and when two texts are the same to a reader."""

from __future__ import annotations

import re
import unicodedata

from lxml.html import HtmlElement

from scraper.swaps import swapping

DASHES = "-‐‑‒–—―−"
_SOFT = re.compile("\u00ad(?:- ?)?|[\u200b\u2060\ufeff]")  # soft hyphen, with the debris "Secu- rity" it leaves
INVALID = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")  # what lxml does not take
# Letters pile up no more marks than this, by the standard (UAX #15, Stream-Safe Text Format); to put
# a hundred thousand of them in order takes minutes.
_PILE = 30
_HEAP = 1000  # characters; in a shorter text it costs nothing
_PILED = re.compile(rf"[^\w\s\x00-\u02ff]{{{_PILE + 1},}}")  # among such are all marks
_plainly = swapping(dict.fromkeys("’‘‛ʼ′`´", "'") | dict.fromkeys("“”„‟«»″", '"') | dict.fromkeys(DASHES, "-"))


def clean(text: str) -> str:
    """The text in NFC, white space (no-break spaces too) folded, soft hyphens gone.

    Of a long text, no letter keeps more than `_PILE` combining marks.
    """
    plain = " ".join(text.split())
    if plain.isascii() and plain.isprintable():  # then nothing is to go
        return plain
    if not plain.isprintable():
        plain = " ".join(INVALID.sub(" ", _SOFT.sub("", plain)).split())
    if len(plain) > _HEAP:
        plain = _PILED.sub(_unpiled, plain)
    return unicodedata.normalize("NFC", plain)


def _unpiled(found: re.Match[str]) -> str:
    """A run of marks and punctuation without the marks that are too many on one letter."""
    kept, piled = [], 0
    for char in found[0]:
        piled = piled + 1 if unicodedata.combining(char) else 0
        if piled <= _PILE:
            kept.append(char)
    return "".join(kept)


def text_of(element: HtmlElement) -> str:
    """An element's text as a reader sees it."""
    return clean("".join(element.itertext()))


def folded(text: str) -> str:
    """A form for comparing: quote marks and dashes alike, no case, no end punctuation."""
    return _plainly(clean(text)).casefold().strip(" .,:;!?…\"'")


def slug(name: str) -> str:
    """A key for a name that the page links to nothing: letters and digits, joined by hyphens."""
    plain = unicodedata.normalize("NFKD", name.casefold())
    letters = "".join(char for char in plain if not unicodedata.combining(char))
    return "-".join(re.findall(r"\w+", unicodedata.normalize("NFC", letters)))
