"""How a text marks organisations and people as banned in Russia: footnotes, marks, words in the text.

A function of title, lead, blocks and footnotes alone, so that each version of an article has its own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from scraper.extract.disclaimers.entities import after, before, key, named
from scraper.extract.disclaimers.statements import (
    APPOSITION,
    FOOTNOTE,
    PARENTHESIS,
    Statement,
    hinted,
    hints,
    kind_of,
    statement,
)
from scraper.records import Article, Disclaimer

_MARK = re.compile(r"(?<=[A-Za-zÀ-ÿА-Яа-яЁё»”\"“’')])\*{1,3}(?![\w*])")
_NOTE = re.compile(r"(\*{0,5})\s*([^*]+)")
_BRACKETS = re.compile(r"[(\[]([^()\[\]]{3,240})[)\]]")
_CUT = re.compile(r"[,;]\s|\s[–—-]\s|[.!?…:]\s|$")
_READ = frozenset(("en", "fr", "ru"))
_NOTE_LIMIT = 240  # characters of a block that is nothing but a note
_NOTE_TAIL = 2  # words behind what it says: "запрещённая в РФ террористическая организация"
_LEADS_IN = 5  # words in front of a statement in an apposition: "a terrorist group banned in …"
_TELLS = re.compile(  # then it tells news, and marks nobody
    r"\b(?:was|were|has|had|have|been|be|but|will|would|could|a été|ont été|était|étaient|sera|mais|"
    r"был[аио]?|будет|но|что)\b",
    re.I,
)
_ORGANISATION = re.compile(
    r"(?: (?:террористическ\w+|экстремистск\w+|организаци\w+|группировк\w+|движени\w+|и))*", re.I
)
_WHAT = re.compile(r"organi[sz]ation|group|movement|группировк|организац|движени|mouvement|groupe", re.I)
_MANY = re.compile(
    r"\b(?:both|all|toutes|tous|les deux|организации|запрещены|\w+ённые|(?:organi[sz]ation|group|interdite?)s)\b", re.I
)
_JOINED = re.compile(r"\s(?:and|et|и)(?:\s(?:the|le|la|les))?$|\set\sl[’']$")
_CYRILLIC = re.compile("[А-Яа-яЁё]")


@dataclass(frozen=True, slots=True)
class _Note:
    mark: str  # "*", "**"; "" for none
    text: str
    said: Statement


def disclaimers(article: Article) -> tuple[Disclaimer, ...]:
    """Every disclaimer of a text in reading order, those of footnotes last.

    A mark has the kind of the note that explains it; a mark after a name that no note explains is "unexplained".
    """
    texts: list[tuple[int | None, str]] = [(None, article.title), (0, article.lead or "")]
    texts += enumerate((block.text for block in article.blocks), 1)
    notes = [note for text in article.footnotes for note in _notes(text)]
    words = hints("\n".join(text for _, text in texts))
    standing = [(place, text) for place, text in texts if text and ("*" in text or hinted(text, words))]
    if not notes and not standing:
        return ()
    own: dict[int, list[_Note]] = {}  # blocks that are nothing but a note, as pages of unknown publishers have them
    for place, text in standing:
        if place and (found := list(_notes(text)) if _is_note(text) else []):
            own[place] = found
    known = [*notes, *(note for found in own.values() for note in found), *_inner_notes(standing)]
    by_mark = {note.mark: note for note in reversed(known)}
    starred = (article.language_detected or article.language) not in _READ  # "Leser*innen", "inter*"
    every = [found for place, text in standing if place not in own for found in _in_text(text, place, by_mark)]
    every = [found for found in every if not (starred and found.kind == "unexplained")]
    every += [found for place, inside in own.items() for note in inside for found in _of_note(note, place)]
    every += [found for note in notes for found in _of_note(note, None)]
    return tuple(every)


def _notes(text: str) -> Iterator[_Note]:
    """The notes of a line that say something of the kind; a line may hold several, each with its mark."""
    for mark, words in _NOTE.findall(text):
        if hinted(words) and (said := statement(words, FOOTNOTE)):
            yield _Note(mark, words.strip(), said)


def _inner_notes(standing: Sequence[tuple[int | None, str]]) -> Iterator[_Note]:
    """Notes that stand in the text: "ISIS* (*banned in Russia)"."""
    for _, text in standing:
        for found in _BRACKETS.finditer(text):
            if found[1].startswith("*"):
                yield from _notes(found[1])


def _is_note(text: str) -> bool:
    """Whether a block explains a mark, or is short and begins as such notes do."""
    if text.startswith("*"):
        return True
    said = statement(text, PARENTHESIS) if len(text) <= _NOTE_LIMIT and hinted(text) else None
    return said is not None and len(text[: said.start].split()) <= 1 and len(text[said.stop :].split()) <= _NOTE_TAIL


def _of_note(note: _Note, place: int | None) -> Iterator[Disclaimer]:
    said = note.said
    names: list[str | None] = [*named(said.language, note.text[: said.start])]
    for name in names or [None]:
        yield Disclaimer(
            said.kind, "footnote", said.language, note.text, name, name and key(said.language, name), place
        )


def _in_text(text: str, place: int | None, notes: Mapping[str, _Note]) -> Iterator[Disclaimer]:
    inline = [*_appositions(text), *_brackets(text)]
    starts = {start for start, _, _ in inline}
    marks = [(at, form, found) for at, end, form, found in _marks(text, notes) if not {end, end + 1} & starts]
    for _, form, (kind, language, words, name) in sorted([*inline, *marks], key=lambda row: row[0]):
        yield Disclaimer(kind, form, language, words, name, name and key(language, name), place)


_Said = tuple[str, str, str, str | None]  # kind, language, words, whom they mean
_Placed = tuple[int, str, _Said]  # where it begins, and its form


def _brackets(text: str) -> Iterator[_Placed]:
    """Statements in parentheses; they mean whom the words in front of them name, or two of them."""
    for found in _BRACKETS.finditer(text):
        if hinted(found[1]) and (said := statement(found[1], PARENTHESIS)):
            name = before(text, found.start())
            if name and _MANY.search(found[1]):
                front = text[: text.rindex(name, 0, found.start())].rstrip(' «“"„')
                joined = _JOINED.search(front)
                if joined and (other := before(front, joined.start())):
                    yield found.start(), "inline", (said.kind, said.language, found[0], other)
            yield found.start(), "inline", (said.kind, said.language, found[0], name)


def _appositions(text: str) -> Iterator[_Placed]:
    """Statements between commas or dashes, and those in front of a name: "запрещённая в РФ организация «…»"."""
    plain = _BRACKETS.sub(lambda found: " " * len(found[0]), text)
    if not hinted(plain):
        return
    cuts = [(0, 0, ""), *((cut.start(), cut.end(), cut[0]) for cut in _CUT.finditer(plain))]
    for number, ((end, start, behind), (stop, _, _)) in enumerate(pairwise(cuts)):
        part = plain[start:stop]
        said = statement(part, APPOSITION) if hinted(part) else None
        if said is None:
            continue
        run = _ORGANISATION.match(plain, start + said.stop) if said.language == "ru" else None
        follows = after(text, run.end()) if run else None
        if follows:
            words = text[start + said.start : text.index(follows, start + said.stop) + len(follows) + 1].strip(" ,.")
            yield start + said.start, "inline", (said.kind, said.language, words, follows)
        elif behind[:1] in (",", ";", " ") and _sets_apart(part[: said.start]):
            kind, words, name = said.kind, text[start:stop].strip(), before(text, end)
            last, begin, _ = cuts[number - 1] if number else (0, 0, "")
            if (
                name is None and number and _WHAT.search(plain[begin:end])
            ):  # "ISIS, a terrorist group, banned in Russia"
                name, words = before(text, last), text[begin:stop].strip()
                kind = kind_of(words) if kind == "banned" else kind
            if name:
                yield start, "inline", (kind, said.language, words, name)


def _sets_apart(front: str) -> bool:
    """Whether words in front of a statement only say what somebody is."""
    return len(front.split()) <= _LEADS_IN and not _TELLS.search(front)


def _marks(text: str, notes: Mapping[str, _Note]) -> Iterator[tuple[int, int, str, _Said]]:
    """Marks after names, with their beginning and end, each by its note; one without a mark explains all."""
    for found in _MARK.finditer(text):
        note = notes.get(found[0]) or notes.get("")
        name = before(text, found.start(), any_word=note is not None)
        if name is None:
            continue
        if note:
            yield found.start(), found.end(), "mark", (note.said.kind, note.said.language, note.text, name)
        elif found[0] == "*":  # more of them hide letters of a word
            language = "ru" if _CYRILLIC.search(name) else "en"
            yield found.start(), found.end(), "mark", ("unexplained", language, found[0], name)
