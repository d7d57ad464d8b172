"""Whom words in front of a mark or a parenthesis name, and one key for all spellings of a name in a language."""

from __future__ import annotations

import re

from scraper.stems import stem

_QUOTES = {"»": "«", "”": "“", '"': '"', "“": "„", "’": "‘"}
_QUOTED_LIMIT = 120  # characters
_LOOK_BACK = 160  # characters in front of a mark
_TOKEN = re.compile(r"[^\W_][\w’'&.-]*")
_WORD = re.compile(r"[^\W_]+")
_NOTE_LIMIT = 300  # characters of a note in front of what it says
_ELIDED = re.compile(r"^(?:[cdjlmnst]|qu)[’'](?=[^\W\d_])")  # "d’Al-Nadir"
_SHORTENED = 4  # characters of a short word with its full stop: "St.", "Gen."
_MOST = 8  # words of a name
_TAIL = 2  # words in small letters that may follow its last capital: "the Taliban movement"
_TRAILING = re.compile(r"(?:[\s,:–—-]|\b(?:is|are|was|were|est|sont|which|who|qui|an?|une?|the|это)\b)+$")
_LEADING = re.compile(r"^(?:[Tt]he|[Ll]es?|[Ll]a|[Ll][’'])\s+")
_DASH = re.compile(r"\s[–—-]\s")
_AND = re.compile(r",\s|;\s|\s(?:и|and|et|а также)\s")
_AROUND = ' *«»“”„"()'
_LINKS = frozenset("of the for al el an as ash ad de du des la le les d l аль ан эль аш".split())
_KEPT = frozenset("al el as ash аль эль аш".split())  # links that may begin a name
_ARTICLES = frozenset(
    "the a an in on at by and but for from with to of as if when after both all "
    "le la les l un une des du de et dans en par selon "
    "в на и но по с со от из для при как что это к у о об за the".split()
)
_ROLES = frozenset(  # who stands in front of a name: "Fighters of", "Боевики", "Писатель"
    "fighters militants members supporters terrorists leaders commanders journalist writer politician activist "
    "combattants membres partisans terroristes chefs journaliste écrivain "
    "боевики боевиков террористы террористов сторонники сторонников члены членов лидеры лидеров бойцы отряды "
    "писатель писателя журналист журналиста политик политолог блогер активист режиссёр режиссер".split()
)


def _root(language: str, word: str) -> str:
    """Until nothing more comes off: "талибаном" → "талибан" → "талиба" → "талиб", as "талибан" does."""
    found = ""
    while word != found:
        found, word = word, stem(language, word)
    return found


# What an organisation is, and no part of its name.
_GENERIC = {
    "en": "organization organisation group movement network party terrorist extremist banned jihadist militant the of",
    "fr": "organisation groupe mouvement réseau parti terroriste extrémiste le la les l un une d de du des",
    "ru": "организация группировка движение сеть партия террористический экстремистский запрещённый боевик",
}
_GENERIC_STEMS = {
    language: frozenset(_root(language, word) for word in words.split()) for language, words in _GENERIC.items()
}


def before(text: str, end: int, *, any_word: bool = False) -> str | None:
    """The name that ends where `end` is, as printed; None if there is none.

    In quotation marks it is all that they hold, else the words with capital letters, and up to two in small
    letters behind them. `any_word` takes the last word where none has a capital.
    """
    part = text[max(end - _LOOK_BACK, 0) : end].rstrip(" *,–—")
    if part and part[-1] in _QUOTES:
        opening = part.rfind(_QUOTES[part[-1]], max(len(part) - _QUOTED_LIMIT, 0), len(part) - 1)
        if opening >= 0:
            return part[opening + 1 : -1].strip(" *") or None
    tokens = list(_TOKEN.finditer(part))
    if not tokens or tokens[-1].end() < len(part):
        return None
    first = _first(part, tokens)
    if first is None:
        return tokens[-1][0] if any_word else None
    return _ELIDED.sub("", part[tokens[first].start() :].strip())


def _first(part: str, tokens: list[re.Match[str]]) -> int | None:
    """The number of the token with which the name at the end begins."""
    at, small = len(tokens) - 1, 0
    while at >= 0 and not _capital(tokens[at][0]):
        small += 1
        if small > _TAIL or not _adjoin(part, tokens, at - 1):
            return None
        at -= 1
    if at < 0:
        return None
    first = at
    while at > 0 and len(tokens) - at < _MOST and _adjoin(part, tokens, at - 1):
        at -= 1
        if _capital(tokens[at][0]):
            first = at
        elif tokens[at][0].casefold() not in _LINKS:
            break
    while first < len(tokens) - 1 and tokens[first][0].casefold() in _ARTICLES | _ROLES | _LINKS - _KEPT:
        first += 1
    return first if tokens[first][0].casefold() not in _ARTICLES else None


def _capital(token: str) -> bool:
    return any(char.isupper() for char in token)


def _adjoin(part: str, tokens: list[re.Match[str]], number: int) -> bool:
    """Whether nothing but a space stands between a token and the next, and no sentence ends there."""
    if number < 0 or (tokens[number][0].endswith(".") and len(tokens[number][0]) > _SHORTENED):
        return False
    return part[tokens[number].end() : tokens[number + 1].start()] in (" ", "’", "'")


def after(text: str, start: int) -> str | None:
    """The name that begins behind `start`: in quotation marks, or words with capital letters."""
    part = text[start : start + _LOOK_BACK].lstrip()
    if part[:1] in ("«", "“", '"', "„"):
        closing = {"«": "»", "“": "”", '"': '"', "„": "“"}[part[0]]
        end = part.find(closing, 1)
        return part[1:end].strip() if 1 < end <= _QUOTED_LIMIT else None
    end = 0
    for token in _TOKEN.finditer(part):
        if not _capital(token[0]) or part[end : token.start()] not in ("", " "):
            break
        end = token.end()
    return part[:end].rstrip(".") or None


def named(language: str, text: str) -> list[str]:
    """The names, with a capital each, that a note begins with: "ИГИЛ, «Джебхат ан-Нусра» — организации, …"."""
    if len(text) > _NOTE_LIMIT:
        return []
    whole = _DASH.split(_TRAILING.sub("", text.strip(" *(\t")))[0]
    parts = [_LEADING.sub("", part.strip(_AROUND)) for part in _AND.split(whole)]
    return [part for part in parts if _capital(part) and len(part) <= _QUOTED_LIMIT and key(language, part)]


def key(language: str, name: str) -> str | None:
    """A name by the stems of its words, without what it is: "террористическая организация «Аль-Каида»" → "ал каид".

    Words in capitals alone are kept as they are. None if nothing is left.
    """
    found = []
    for word in _WORD.findall(name):
        root = word.casefold().replace("ё", "е") if word.isupper() and len(word) > 1 else _root(language, word)
        if root not in _GENERIC_STEMS[language]:
            found.append(root)
    return " ".join(found) or None
