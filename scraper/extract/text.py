"""Text as a reader sees it, and when two texts are the same to a reader."""

from __future__ import annotations

import re
import unicodedata

DASHES = "-‐‑‒–—―−"
_SOFT = re.compile("\u00ad(?:- ?)?|[\u200b\u2060\ufeff]")  # soft hyphen, with the debris "Secu- rity" it leaves
INVALID = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")  # what lxml does not take
_QUOTES = str.maketrans(dict.fromkeys("’‘‛ʼ′`´", "'") | dict.fromkeys("“”„‟«»″", '"') | dict.fromkeys(DASHES, "-"))


def clean(text: str) -> str:
    """The text in NFC, white space (no-break spaces too) folded, soft hyphens gone."""
    plain = " ".join(text.split())
    if plain.isprintable():  # then it has no character that is to go
        return plain if plain.isascii() else unicodedata.normalize("NFC", plain)
    return " ".join(unicodedata.normalize("NFC", INVALID.sub(" ", _SOFT.sub("", text))).split())


def folded(text: str) -> str:
    """A form for comparing: quote marks and dashes alike, no case, no end punctuation."""
    return clean(text).translate(_QUOTES).casefold().strip(" .,:;!?…\"'")


def slug(name: str) -> str:
    """A key for a name that the page links to nothing: letters and digits, joined by hyphens."""
    plain = unicodedata.normalize("NFKD", name.casefold())
    letters = "".join(char for char in plain if not unicodedata.combining(char))
    return "-".join(re.findall(r"\w+", unicodedata.normalize("NFC", letters)))
