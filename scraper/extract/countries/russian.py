"""The forms that a Russian name of a country takes: Россия, России, Россию, Россией.

A stem would not do: Дания and Дана, Колумбия and Колумб, Армения and Армен share theirs.
"""

from __future__ import annotations

from collections.abc import Iterator

_HUSHED = "гкхжшчщ"  # after these, и stands for ы
_ADJECTIVES = {  # how an adjective ends, and its other endings
    "ая": ("ая", "ой", "ую", "ою"),
    "яя": ("яя", "ей", "юю", "ею"),
    "ые": ("ые", "ых", "ым", "ыми"),
    "ие": ("ие", "их", "им", "ими"),
    "ий": ("ий", "ого", "ому", "им", "ом"),
    "ый": ("ый", "ого", "ому", "ым", "ом"),
    "ое": ("ое", "ого", "ому", "ым", "ом"),
}
_NOUNS = {
    "ия": ("ия", "ии", "ию", "ией", "иею"),
    "я": ("я", "и", "е", "ю", "ей"),
    "й": ("й", "я", "ю", "ем", "е"),
    "ь": ("ь", "я", "ю", "ем", "е"),
    "ы": ("ы", "", "ов", "ам", "ами", "ах", "ых", "ым", "ыми"),
}
_FEMININE = frozenset(("беларусь",))  # of those on ь
_HISSED = "жшчщц"  # after these, ей stands for ой


def forms(name: str) -> frozenset[str]:
    """Every case of one word of a name, itself included, with е for ё; a word on о, е, и, у, э has no other."""
    word = name.replace("ё", "е")
    return frozenset((word, *_forms(word)))


def _forms(word: str) -> Iterator[str]:
    low = word.lower()
    if word.isupper() or len(word) < 3:
        return
    if low == "острова":
        yield from (word[:-1] + ending for ending in ("а", "ов", "ам", "ами", "ах"))
    elif low[-2:] in _ADJECTIVES and len(word) > 4:
        yield from (word[:-2] + ending for ending in _ADJECTIVES[low[-2:]])
    elif low in _FEMININE:
        yield from (word[:-1] + ending for ending in ("ь", "и", "ью"))
    elif low.endswith("ия"):
        yield from (word[:-2] + ending for ending in _NOUNS["ия"])
    elif low[-2:] in ("оа", "уа"):  # Самоа, Никарагуа: "Самое" is another word
        return
    elif low[-1] == "а":
        endings = ("и" if low[-2] in _HUSHED else "ы", "е", "у", "ей" if low[-2] in _HISSED else "ой")
        yield from (word[:-1] + ending for ending in endings)
    elif low[-1] in _NOUNS:
        yield from (word[:-1] + ending for ending in _NOUNS[low[-1]])
    elif low[-1] not in "оеиуэю":
        yield from (word + ending for ending in ("а", "у", "ом", "е"))
