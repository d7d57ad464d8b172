"""Whether a text has the very forms that somebody asked for: the index knows stems alone."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence
from functools import lru_cache

from scraper.archive.search.query import Part, parse
from scraper.stems import LATIN, folded, plain, stems
from scraper.texts.words import words

_STRESS = re.compile("[\u0300\u0301]")
_Holds = Callable[[Sequence[str]], bool]


def exactly(text: object = None, *texts: object) -> int:
    """Whether texts, one article's, have what a query asks for =exactly; 1 too if it asks for nothing so.

    Case does not count (inside a word, that of a to z), accents do. Without texts: whether it asks for nothing so.
    Only for articles that match the query's stems: nothing else is looked at.
    """
    wanted = _wanted("" if text is None or isinstance(text, bytes) else str(text))
    if not wanted or not texts:
        return int(not wanted)
    read = [unicodedata.normalize("NFC", said) for said in texts if isinstance(said, str)]
    return int(all(holds(read) for holds in wanted))


@lru_cache(maxsize=256)
def _wanted(text: str) -> tuple[_Holds, ...]:
    query = parse(text)
    alternatives = [[_part(part) for part in parts] for parts in query.wanted if any(part.exact for part in parts)]
    unwanted = [_part(part) for part in query.unwanted if part.exact]
    return (
        *(lambda read, parts=parts: any(holds(read) for holds in parts) for parts in alternatives),
        *(lambda read, holds=holds: not holds(read) for holds in unwanted),
    )


def _part(part: Part) -> _Holds:
    return _exact(part) if part.exact else _stemmed(part)


def _exact(part: Part) -> _Holds:
    """Looks for the words as typed; most texts that lack them are told by a quick look at their bytes."""
    first, forms = part.words[0], [_read(word) for word in part.words]
    looks = {_bytes(form) for form in (first, first.lower(), first.capitalize(), first.upper())}
    rest = "" if part.prefix else r"(?![^\W_])"
    pattern = re.compile(r"[\W_]+".join(map(re.escape, forms)) + rest)

    def holds(read: Sequence[str]) -> bool:
        for text in read:
            data = _bytes(text)
            if any(look in data for look in looks) or "\u0301" in text:
                text = _read(text)
                at = text.find(forms[0])
                while at >= 0:
                    if not (at and text[at - 1].isalnum()) and pattern.match(text, at):
                        return True
                    at = text.find(forms[0], at + 1)
        return False

    return holds


def _bytes(text: str) -> bytes:
    """A text with its ASCII letters in lower case, ten times quicker than all of it; å etc. stay as they are."""
    return text.encode("utf-8", "surrogatepass").lower()


def _stemmed(part: Part) -> _Holds:
    """Looks for any form, as the index does: for one that is an alternative to an exact one."""
    known = [{form for language in LATIN for form in stems(language, word)} for word in part.words]
    begins = folded(part.words[-1]) if part.prefix else None

    def one(found: str, at: int) -> bool:
        if begins is not None and at == len(known) - 1 and folded(found).startswith(begins):
            return True
        return any(not known[at].isdisjoint(map(plain, stems(language, found)[:1])) for language in LATIN)

    def holds(read: Sequence[str]) -> bool:
        for text in read:
            said = words(text)
            for start in range(len(said) - len(known) + 1):
                if all(one(said[start + at], at) for at in range(len(known))):
                    return True
        return False

    return holds


def _read(text: str) -> str:
    text = unicodedata.normalize("NFC", text.lower())
    return _STRESS.sub("", text) if "\u0301" in text or "\u0300" in text else text  # quick, for nearly none has one
