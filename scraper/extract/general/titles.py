"""The title of a page: a heading that the head's own titles agree with, without the site's name."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from urllib.parse import urlsplit

from lxml.html import HtmlElement

from scraper.extract.general.lines import Line, names_of
from scraper.extract.metadata import Metadata
from scraper.extract.page import Page
from scraper.extract.text import clean, folded
from scraper.records import Stated

_SEPARATOR = re.compile(r"\s+(?:[|\-–—:·•/\\~]|::|//)\s+|\s*\|\s*|(?<!\w)\s»\s(?!.*«)")
_DANGLING = re.compile(r"^[|\-–—·•»]+\s+|\s+[|\-–—·•»]+$")
_WORD = re.compile(r"\w+")
_NEAR = 0.45  # share of the words that a heading and the head's title have in common, to be the same thing
_SOMEWHAT = 0.25  # for the only h1, however short
_STRANGE = 0.12
_GLUED = 3  # words
_ENOUGH = 4  # words; a shorter heading may be a section's
_FEW = 3  # h1 of different texts; with more, an h1 is no sign of a title
_INNER = 20  # elements of a heading that are looked at
_LONGEST = 300  # characters
_ORDER = ("line", "h3", "h2", "heading by name", "h1")
_WEIGHT = {"line": 0.0, "h3": 0.0, "h2": 0.1, "heading by name": 0.1, "h1": 0.3}
_NAMED = frozenset(("title", "headline", "heading", "zagolovok"))


@dataclass(frozen=True, slots=True)
class Title:
    """What was chosen, where it is printed, and what was not chosen."""

    text: str
    source: str
    element: HtmlElement | None  # None: only the head has it
    rivals: Sequence[Stated] = ()


def find_title(page: Page, meta: Metadata, lines: Sequence[Line]) -> Title | None:
    """The page's title; None if neither a heading nor the head has any.

    The only h1 of some length goes first; then the heading or line that is likest to a title of
    the head; then what the head says, without the site's name.
    """
    sites = site_names(page, meta)
    stated = [said for said in meta.titles if len(said.raw) <= _LONGEST]
    heads = [Stated(said.source, text) for said in stated if (text := without_site(said.raw, sites))]
    headings = [found for found in _headings(page, heads) if not _is_site(found[0].raw, sites)]
    words = {_words(head.raw) for head in heads}
    likely = [(_rank(said, words), said, element) for said, element in [*headings, *_single(lines, heads, sites)]]
    known = [found for found in likely if found[0][0] >= _NEAR]
    mains = {folded(said.raw): (said, element) for said, element in headings if said.source == "h1"}
    long = [found for found in mains.values() if len(found[0].raw.split()) >= _ENOUGH]
    best = max(known, key=lambda found: found[0], default=None)
    if best and best[1].source == "h1":
        _, said, element = best
    elif len(long) == 1 and len(mains) <= _FEW and not (best and _strange(long[0][0].raw, heads)):
        said, element = long[0]
    elif best:
        _, said, element = best
    elif heads and not (len(mains) == 1 and _alike(next(iter(mains.values()))[0].raw, heads) >= _SOMEWHAT):
        said, element = _of_head(heads), None
    elif mains:
        said, element = next(iter(mains.values()))
    else:
        return None
    said, element = _headline(said, heads, element)
    text = _unglued(said.raw, heads)
    rivals = [*meta.titles, *(said for said, _ in mains.values())]
    return Title(text, said.source, element, tuple(said for said in rivals if folded(said.raw) != folded(text)))


def _headline(said: Stated, heads: Sequence[Stated], element: HtmlElement | None) -> tuple[Stated, HtmlElement | None]:
    """JSON-LD's headline, where no title of the head is the printed one; printed still where it was."""
    stated = next((head for head in heads if head.source == "json-ld headline"), None)
    is_known = _squeeze(said.raw) in {_squeeze(head.raw) for head in heads}
    if stated is None or is_known or _squeeze(said.raw).startswith(_squeeze(stated.raw)):  # cut short
        return said, element
    return stated, element


def _headings(page: Page, heads: Sequence[Stated]) -> Iterator[tuple[Stated, HtmlElement]]:
    """Headings of the page; of one that has a title of the head in an element of its own, that element."""
    known = {_squeeze(head.raw) for head in heads}
    for element in page.tree.iter("h1", "h2", "h3"):
        text = _text(element)
        if not text or len(text) > _LONGEST:
            continue
        inner = () if not len(element) or _squeeze(text) in known else islice(element.iterdescendants(), _INNER)
        own = next((found for found in inner if _squeeze(_text(found)) in known), element)
        yield Stated(element.tag, text if own is element else _text(own)), own


def _text(element: HtmlElement) -> str:
    """The text of a heading; its line breaks are spaces."""
    breaks = next(element.iterdescendants("br", "div", "p"), None) is not None
    return clean((" " if breaks else "").join(element.itertext()))


def _single(
    lines: Sequence[Line], heads: Sequence[Stated], sites: frozenset[str]
) -> Iterator[tuple[Stated, HtmlElement]]:
    """Lines that a title of the head has word for word: on many pages the title is no heading."""
    texts = [head.raw.casefold() for head in heads]
    uncut = {head.raw.casefold() for head in heads if _of_head([head]) != head}
    for line in lines:
        said = line.text.casefold()
        if len(said) > _LONGEST or said in uncut:
            continue
        if any(said in text for text in texts) and not _is_site(line.text, sites):
            named = names_of(line.holder) & _NAMED or line.holder.get("itemprop") == "headline"
            yield Stated("heading by name" if named else "line", line.text), line.holder


def _rank(said: Stated, heads: Iterable[frozenset[str]]) -> tuple[float, int, int]:
    """How well the head's words know a printed title, then by what kind of element it is."""
    one = _words(said.raw)
    best = max((_likeness(one, head) for head in heads), default=0.0)
    return round(best + _WEIGHT[said.source] * (best >= _NEAR), 1), len(one), _ORDER.index(said.source)


def _strange(text: str, heads: Sequence[Stated]) -> bool:
    """Whether a heading has nothing in common with the beginnings of the head's titles."""
    return _alike(text, heads) < _STRANGE


def _alike(text: str, heads: Sequence[Stated]) -> float:
    return max(_likeness(_words(text), _words(_of_head([head]).raw)) for head in heads)


def _words(text: str) -> frozenset[str]:
    return frozenset(_WORD.findall(folded(text)))


def _likeness(one: frozenset[str], other: frozenset[str]) -> float:
    """1 for the same words, less for a part of them; 0 to 1."""
    return len(one & other) / len(one | other) if one and other else 0.0


def _of_head(heads: Sequence[Stated]) -> Stated:
    """Of the head's titles that which most others contain; the window's cut at its first separator."""
    texts = [folded(head.raw) for head in heads]
    best = max(heads, key=lambda head: (sum(folded(head.raw) in text for text in texts), -heads.index(head)))
    cut = _SEPARATOR.search(best.raw) if best.source == "<title>" else None
    if cut and len(best.raw[: cut.start()].split()) >= _ENOUGH:
        return Stated(best.source, best.raw[: cut.start()])
    return best


def _unglued(text: str, heads: Sequence[Stated]) -> str:
    """A heading without what is glued to it, if a title of the head shows where that begins."""
    if any(folded(text) in folded(head.raw) for head in heads):
        return text
    for head in heads:
        begin = _of_head([head]).raw
        few = len(text.replace(begin, " ").split()) <= _GLUED or sum(other.raw == begin for other in heads) > 1
        if len(begin.split()) >= _ENOUGH and begin in text and few:
            return begin
    return text


def site_names(page: Page, meta: Metadata) -> frozenset[str]:
    """Every name by which the site may call itself in a title, without spaces: those it states, and its host's."""
    host = (urlsplit(page.capture.url).hostname or "").removeprefix("www.")
    labels = [label for label in host.split(".")[:-1] if len(label) > 2]
    return stated_sites(meta) | {squeezed for name in (host, *labels) if (squeezed := _squeeze(name))}


def stated_sites(meta: Metadata) -> frozenset[str]:
    """The names of itself that the site states, without spaces."""
    return frozenset(squeezed for name in meta.sites if (squeezed := _squeeze(name)))


def _squeeze(text: str) -> str:
    return "".join(_WORD.findall(folded(text)))


def _is_site(text: str, sites: Iterable[str]) -> bool:
    squeezed = _squeeze(text)
    return any(squeezed == site or (len(site) > 3 and squeezed.removeprefix("the") == site) for site in sites)


def _names_site(segment: str, sites: Iterable[str]) -> bool:
    """Whether a segment of a title is about the site: its name, or a phrase with it."""
    squeezed = _squeeze(segment)
    return any(len(site) > 3 and (site in squeezed or (len(squeezed) > 3 and squeezed in site)) for site in sites)


def without_site(title: str, sites: frozenset[str]) -> str:
    """A title without the segments at its ends that name the site."""
    text = _DANGLING.sub("", clean(title))
    while True:
        cuts = list(_SEPARATOR.finditer(text))
        if not cuts:
            return text
        last, first = cuts[-1], cuts[0]
        if _names_site(text[last.end() :], sites) and len(text[last.end() :]) <= 60 and text[: last.start()].strip():
            text = text[: last.start()].strip()
        elif _is_site(text[: first.start()], sites) and text[first.end() :].strip():
            text = text[first.end() :].strip()
        else:
            return text
