"""Who signed: the names a page states or prints, without roles, dates and sites."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from lxml.html import HtmlElement

from scraper.extract.dates import printed
from scraper.extract.general.candidates import Found
from scraper.extract.general.lines import Line, names_of
from scraper.extract.general.names import rule_of
from scraper.extract.metadata import Metadata, Said
from scraper.extract.page import Page
from scraper.extract.text import clean, folded

_REACH = 25  # lines above and below the article that may name its author
_INSIDE = 6  # lines of the article that may be its byline still
_MOST = 6  # names; a longer list is of something else
_LONGEST = 160  # characters of a byline
_FAR = 500  # characters of a statement of authors; more is no list of names
_BY = re.compile(  # what stands before a name
    r"^\W*(?:(?:story|text|words|written|reported|posted|published|reviewed|edited|submitted|reporting|review|article)\s+by"
    r"|(?:post|opinion|a guest post|a post)\s+by|by|authors?|autor|from|von|por"
    r"|un (?:texte|article|documentaire|reportage) (?:de|par)|écrit par|publié par|rédigé par|propos recueillis par|par"
    r"|auteure?s?|автор(?:ы)?(?:\s+(?:текста|статьи|материала|фото))?|текст|подготовил[аи]?|записал[аи]?"
    r"|беседовал[аи]?|корреспондент|опубликовал[аи]?|источник)(?=\W)[\s:]*",
    re.I,
)
_CUT = re.compile(  # where a byline goes on to other things
    r"\s*(?:[|•·⋅»]|\s[-–—]\s|\s\d|\b(?:published|posted|updated|last updated|reviewed by|edited by|read more|min read"
    r"|in [A-Z]\w+$|on (?=\w+ \d)|publié|mis à jour|le \d|опубликовано|обновлено)\b).*$",
    re.I,
)
_SPLIT = re.compile(
    r"\s*(?:,|;|&|\+|/|\b(?:and|with|und|og|och|y|et|avec|и)\b)\s*",
)
_ROLE = re.compile(
    r"\b(?:editors?|editor-in-chief|reporters?|writers?|correspondents?|columnists?|contributors?|contributing"
    r"|journalists?|staff|producers?|managers?|director|officer|founder|ceo|cto|chief|head of|president|vice|senior"
    r"|specialist|professor|ph\.?d|m\.?d|md|cfp|rd|rn|special to|follow|email|e-mail|contact|about|view all|posts|bio"
    r"|photo|photos|getty|images|guest|author|extension|marketing|team lead|analyst|strategist|consultant|university"
    r"|institute|journaliste|rédact\w+|correspondante?|envoyée? spéciale?|chroniqueu\w+|éditorialiste|photographe"
    r"|корреспондент|журналист|редактор|обозреватель|специально|собкор|фото)\b",
    re.I,
)
_NOBODY = re.compile(
    r"^(?:no author|admin(?:istrator)?|editors?|editorial|editorial (?:staff|team|board)|staff"
    r"|staff (?:writer|reporter)s?|web ?master|user|by|par|guest|anonymous|news ?desk|none|null|unknown|home|subscribe"
    r"|share|comments?|facebook|twitter|x|redaction|rédaction|la rédaction|редакция|администратор|админ|аноним)$",
    re.I,
)
_BAD = re.compile(r"[@<>{}=_]|https?:|www\.|\d|\.(?:com|org|net|ru|fr|co)\b", re.I)
_SIGNED = frozenset(
    "author authors byline bylines contributor contributors writer auteur auteurs autor avtor signature".split()
)
_GLUE = re.compile(
    r"(?<=^By)(?=[A-Z])|(?<=^Par)(?=[A-ZÉ])|(?<=[a-zé])(?=(?:Updated|Published|Posted|Publié|Mis à jour)\b)"
)
_LEFT = re.compile(r"\s+(?:le|on|at|the|du|à|in|от)$")
_DATED_BY = re.compile(r"(?:^|[\s,|•·—–-])(?:by|par|von|por)\s+(?=[^\W\d_a-zа-я])")
_PARTICLES = frozenset(
    "van von der den de da di du del della la le el al bin ibn ben dos das do e y af ten ter zu".split()
)
_ELIDED = re.compile(r"[dl]['’][^\W\d_]")  # "d’Arc"
_STATED = ("json-ld author", "rel author", "itemprop author")  # believed even if they name an organisation
_STRANGERS = frozenset(("comments", "related", "menu", "footer", "sidebar"))  # furniture whose names are of others


@dataclass(frozen=True, slots=True)
class Authors:
    """The names, which place of the page said them, and what other places said."""

    names: tuple[str, ...] = ()
    source: str = ""
    raw: str = ""
    rivals: Sequence[Said] = ()


def find_authors(page: Page, meta: Metadata, lines: Sequence[Line], found: Found, sites: frozenset[str]) -> Authors:
    """Who signed the article, by the surest place that names people.

    JSON-LD goes first, then links and elements marked as the author, then bylines in print,
    then the head. An organisation counts only where nobody else is named.
    """
    said = [
        *(Said("json-ld author", name) for name in ["; ".join(meta.authors)] if name),
        *_marked(page),
        *_printed(lines, found),
        *(Said(f"meta {said.source}", said.raw) for said in meta.bylines if not _BAD.search(said.raw)),
    ]
    order = [(one, people_in(one.raw)) for one in said]
    persons = [(one, names) for one, names in order if any(not _is_site(name, sites) for name in names)]
    stated = [(one, names or (one.raw,)) for one, names in order if one.source in _STATED]
    for one, names in persons or stated:
        kept = tuple(name for name in names if not _is_site(name, sites)) or names
        rivals = tuple(other for other, found in order if found != names)
        return Authors(kept, one.source, one.raw, rivals)
    return Authors(rivals=tuple(said))


def _marked(page: Page) -> Iterator[Said]:
    """Links and elements that say they are the author: rel and itemprop; those of one place."""
    found: dict[str, list[tuple[HtmlElement, str]]] = {}
    for element in page.tree.iter("a", "span", "div", "p", "meta", "address", "li", "strong", "b"):
        author = element.get("itemprop") in ("author", "creator")
        kind = "rel author" if element.get("rel") == "author" else "itemprop author" if author else ""
        if not kind or _is_strange(element):
            continue
        text = clean(element.get("content") or _named(element) or "".join(element.itertext()))
        if text and len(text) <= _LONGEST:
            found.setdefault(kind, []).append((element, text))
    for kind, marked in found.items():
        place = marked[0][0].getparent()
        around = place.getparent() if place is not None and place.getparent() is not None else place
        texts = [text for element, text in marked if around in element.iterancestors()]
        names = dict.fromkeys(name for text in texts for name in people_in(text))
        if 0 < len(names) <= _MOST:
            yield Said(kind, "; ".join(names))


def _named(element: HtmlElement) -> str | None:
    """What an itemprop of a name inside it says."""
    for inner in element.iter():
        if inner is not element and inner.get("itemprop") == "name":
            return clean("".join(inner.itertext())) or inner.get("content")
    return None


def _printed(lines: Sequence[Line], found: Found) -> Iterator[Said]:
    """Bylines around the article: by their words, then by the names of their elements."""
    first, last = found.first, found.last
    numbers = [
        *range(max(first - _REACH, 0), first + _INSIDE),
        *range(max(last - 3, first + _INSIDE), last + _REACH // 2),
    ]
    near = [
        lines[number]
        for number in numbers
        if number < len(lines) and len(lines[number].text) <= _LONGEST and found.boxed[number] not in _STRANGERS
    ]
    by = [line for line in near if _BY.match(line.text) or _DATED_BY.search(line.text)]
    named = [line for line in near if _is_signed(line.holder)]
    for source, those in (("byline", by), ("byline by name", named)):
        for line in those:
            if any(" " in name for name in people_in(line.text)):
                yield Said(source, line.text)
                break


def _is_signed(element: HtmlElement) -> bool:
    chain = [*element.iter("span", "a", "em", "strong", element.tag), *list(element.iterancestors())[:3]]
    return any(names_of(found) & _SIGNED for found in chain)


def _is_strange(element: HtmlElement) -> bool:
    """Whether an element is about the author of a comment or of another article."""
    chain = [element, *list(element.iterancestors())[:4]]
    return any(rule_of(found) in _STRANGERS for found in chain)


def people_in(text: str) -> tuple[str, ...]:
    """The names in a byline or a statement of the author; none where there is no name."""
    if len(text) > _FAR or "://" in text:
        return ()
    text = _GLUE.sub(" ", clean(text))
    while (begun := _BY.match(text)) and begun.end() < len(text):
        text = text[begun.end() :]
    if date := printed(text):
        before, _, behind = text.partition(date.words)
        later = _DATED_BY.search(behind)
        text = behind[later.end() :] if later and len(before.split()) < 2 else before
    text = _LEFT.sub("", _CUT.sub("", text).strip(" ,.:|-–—"))
    parts = [part.strip(" .,:()[]\"'“”") for part in _SPLIT.split(text)]
    words = [part.split() for part in parts if part]
    if len(parts) == 2 and "," in text and [len(word) for word in words] == [1, 1] and all(map(_is_name, parts)):
        return (f"{parts[1]} {parts[0]}",)  # "Berg, Anna"
    found: dict[str, str] = {}
    for part in parts:
        role = _ROLE.search(part)
        if role and " " in part[: role.start()].strip():
            part = part[: role.start()].strip()
        if _is_name(part):
            found.setdefault(folded(part), part)
    if any(" " in name for name in found.values()):  # "Anna Berg, Reuters": a single word beside a name is none
        found = {key: name for key, name in found.items() if " " in name}
    return tuple(found.values()) if len(found) <= _MOST else ()


def _is_name(part: str) -> bool:
    words = part.split()
    if not 1 <= len(words) <= 5 or len(part) < 2 or len(part) > 50:
        return False
    if _BAD.search(part) or _NOBODY.match(part) or _ROLE.search(part):
        return False
    small = {word for word in words if word[0].islower() and not _ELIDED.match(word)} if len(words) > 1 else set()
    return words[0][0].isalpha() and small <= _PARTICLES


def _is_site(name: str, sites: frozenset[str]) -> bool:
    squeezed = "".join(re.findall(r"\w+", folded(name)))
    return squeezed in sites or squeezed.removeprefix("the") in sites
