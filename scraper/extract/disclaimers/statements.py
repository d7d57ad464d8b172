"""Words that say of somebody: banned in Russia, foreign agent, undesirable, extremist, terrorist."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

FOOTNOTE, PARENTHESIS, APPOSITION = "footnote", "parenthesis", "apposition"

_RUSSIA_EN = r"(?:the )?(?:Russia\b|Russian Federation|RF\b)"
_RUSSIA_FR = r"(?:Russie\b|(?:la )?Fédération de Russie|(?:la )?F\.?R\.?\b)"
_RUSSIA_RU = r"(?:РФ\b|Росси(?:и|йской Федерации)\b)"
_NAMED = (
    ("foreign-agent", re.compile(r"foreign agent|agents? (?:de l[’'])?étranger|ино(?:странн\w+\s?)?агент", re.I)),
    ("undesirable", re.compile(r"undesirable|indésirables?|нежелательн\w+", re.I)),
    ("terrorist", re.compile(r"terrorist\w*|terroristes?|террористическ\w+", re.I)),
    ("extremist", re.compile(r"extremist\w*|extrémistes?|экстремистск\w+", re.I)),
)  # fmt: skip
# What bans. The first alternative of each language stands by itself; the others need a name from `_NAMED` after them.
_BAN = {
    "en": rf"(?:banned|outlawed|prohibited|forbidden|illegal|proscribed)(?:[ ,][\w’'-]+){{0,5}}? "
    rf"(?:in|by|within|on the territory of|throughout) {_RUSSIA_EN}",
    "fr": rf"(?:interdit\w*|prohibée?s?|bannie?s?)(?: [\w’'-]+){{0,5}}? "
    rf"(?:en|par|dans|sur le territoire (?:de|russe)) ?{_RUSSIA_FR}|interdit\w* sur le territoire russe",
    "ru": rf"запрещ[её]?н\w*(?: [\w-]+){{0,5}}? (?:в|на территории) {_RUSSIA_RU}"
    rf"|(?:в|на территории) {_RUSSIA_RU} (?:[\w-]+ ){{0,3}}?запрещ[её]?н\w*",
}
_DECLARED = {
    "en": r"(?:designated|recogni[sz]ed|listed|declared|classified|labell?ed)(?: [\w’'-]+){0,5}?",
    "fr": r"(?:reconnue?s?|désignée?s?|déclarée?s?|inscrite?s?|classée?s?|qualifiée?s?)(?: [\w’'-]+){0,5}?",
    "ru": r"(?:признан\w*|внес[её]н\w*|включ[её]н\w*|выполня\w+ функции)(?: [\w-]+){0,6}?",
}
_WORDS = {
    "en": r"foreign agents?|undesirable|terrorists?|extremists?",
    "fr": r"agents? (?:de l[’']|l[’']|d[’'])?étrangers?|indésirables?|terroristes?|extrémistes?",
    "ru": r"ино(?:странн\w+ )?агент\w*|нежелательн\w+|террористическ\w+|экстремистск\w+",
}
# Alone, these say enough where nothing else is said: in parentheses and notes.
_ALONE = {
    "en": rf"foreign agents? in {_RUSSIA_EN}|undesirable (?:organi[sz]ation )?in {_RUSSIA_EN}",
    "fr": rf"agents? (?:de l[’'])?étrangers? en {_RUSSIA_FR}|indésirables? en {_RUSSIA_FR}",
    "ru": r"(?:СМИ|НКО|физлиц\w+|лиц\w+)?[ -]?ино(?:странн\w+ )?агент\w*|нежелательн\w+ (?:в РФ )?организаци\w+"
    r"|запрещ[её]?н\w* (?:террористическ\w+|экстремистск\w+|организаци\w+)",
}
_SAYS = {
    language: re.compile(rf"(?P<ban>{_BAN[language]})|(?P<declared>{_DECLARED[language]} (?:{_WORDS[language]}))", re.I)
    for language in _BAN
}
_SAYS_ALONE = {language: re.compile(rf"\W*(?:{_ALONE[language]})\b", re.I) for language in _ALONE}
_OF_RUSSIA = {
    "en": re.compile(_RUSSIA_EN),
    "fr": re.compile(rf"{_RUSSIA_FR}|\brusse\b"),
    "ru": re.compile(_RUSSIA_RU),
}
_ELSEWHERE = re.compile(
    r"\b(?:в|на|власт\w+) (?:США|Украин|Казахстан|Беларус|Белорусс|Киргиз|Узбек|Таджик|Турци|Герман|ЕС\b|Инди|Кита|КНР|"
    r"Егип|Ливан|Грузи)"
)
_NOT = re.compile(r"\b(?:not|never|n[’']est|pas|jamais|не|никогда)\b", re.I)
# A cheap look: a text without any of these says nothing of the kind.
_HINTS = [
    word.replace("-", " ")
    for word in (
        "banned outlaw prohibit forbid illegal proscri foreign-agent undesirable designat recogni declared listed "
        "classified label interdit banni prohib étranger indésirable reconnu désigné déclaré "
        "запре агент нежелат признан внес внёс"
    ).split()
]


@dataclass(frozen=True, slots=True)
class Statement:
    """Where such words begin and end in a text, and what they say."""

    start: int
    stop: int
    kind: str
    language: str


def hints(text: str) -> list[str]:
    """The words of a text, or of parts of it, without which it holds no statement; none: then it holds none."""
    low = text.lower()
    return [word for word in _HINTS if word in low]


def hinted(text: str, words: Sequence[str] = _HINTS) -> bool:
    """Whether a text may hold a statement at all; `words` are the `hints` of the whole that it is a part of."""
    low = text.lower()
    return any(word in low for word in words)


def statement(text: str, place: str) -> Statement | None:
    """The first statement of a text; None if it says nothing of the kind, denies it, or speaks of another state.

    `place` is where the text stands: the freer the place, the plainer it must be.
    """
    for language, pattern in _SAYS.items():
        found = pattern.search(text)
        if found is None and place != APPOSITION:
            found = _SAYS_ALONE[language].match(text)
        if found is None or _NOT.search(text, max(found.start() - 12, 0), found.end()):
            continue
        banned = "ban" in found.re.groupindex and found["ban"] is not None
        if not banned and not _may_be_russian(text, language, place):
            continue
        said = text if place != APPOSITION else text[max(found.start() - 60, 0) : found.end() + 60]
        return Statement(found.start(), found.end(), kind_of(said), language)
    return None


def kind_of(words: str) -> str:
    """What a statement says in the most particular of its words."""
    return next((kind for kind, pattern in _NAMED if pattern.search(words)), "banned")


def _may_be_russian(text: str, language: str, place: str) -> bool:
    """Whether words that name no state mean Russia: Russian ones do, and those of a note."""
    if _OF_RUSSIA[language].search(text):
        return True
    return (language == "ru" or place == FOOTNOTE) and not _ELSEWHERE.search(text)
