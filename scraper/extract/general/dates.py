"""When an article came out, of everything that a page of an unknown publisher states or prints."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import islice
from urllib.parse import urlsplit

from htmldate import find_date
from lxml.etree import XPath
from lxml.html import HtmlElement

from scraper.extract.dates import Printed, declared, in_path, printed
from scraper.extract.general.candidates import Found
from scraper.extract.general.lines import Line, names_of
from scraper.extract.metadata import Metadata
from scraper.extract.page import Page
from scraper.extract.text import clean
from scraper.records import Published, Stated

ZONE = "UTC"  # of times that an unknown publisher states without an offset
_STATED = XPath("//time | //@itemprop[contains(., 'datePublished')]/.. | //abbr[@title]")
_EVERYWHERE = frozenset("us io ai co tv me".split())  # endings of two letters that name no other country
_AHEAD = timedelta(days=2)  # a page may be dated so much later than its capture, for zones' sake
_REACH = 12  # lines above and below the article's ends that may print its date; and those below its title
_TITLED = 30  # lines from the title to the article at most
_AROUND = 25  # lines above the article that may have its <time>
_UNDER = 5  # lines below it
_LEVELS = 4  # elements around a <time> that may be the line's
_LONGEST = 160
_INNER = 20  # elements of a line that are looked at
_LABEL = 30  # characters of a line that says what date the next one is
_DAY = timedelta(days=1)
_SURE = 4
_VAGUE = frozenset(("date", "dc.date", "dcterms.date"))  # of what, they do not say
_SLUG = re.compile(r"(?:^|[/_-])(\d{4})-(\d{2})-(\d{2})(?=[/_.-]|$)")
_SAYS = re.compile(
    r"publish|posted|\bpublié|mise? en ligne|paru|опубликован|размещен|добавлен|дата|erschienen|veröffentlicht|^date\b",
    re.I,
)
_FIRST = re.compile(r"originally|first published|publié initialement|впервые", re.I)
_CHANGED = re.compile(r"updated|modified|mis à jour|modifié|обновлен|изменен|geändert|aktualisiert", re.I)
_DATES = frozenset("date dates time timestamp datetime published publication pubdate posted meta byline info".split())
_STRANGERS = frozenset(("comments", "related", "menu", "footer", "sidebar"))
_OTHERS = frozenset("updated modified update comment comments related teaser footer sidebar lastmod".split())


@dataclass(frozen=True, slots=True)
class Dated:
    """What was chosen, and what else the page says."""

    published: Published | None
    source: str = ""
    raw: str = ""
    rivals: Sequence[Stated] = ()


def find_published(page: Page, meta: Metadata, lines: Sequence[Line], found: Found, title: HtmlElement | None) -> Dated:
    """When the article came out: the first of the places that states a possible day.

    JSON-LD and meta elements that name publication, elements marked as its date, the address, print
    beside the article that says so, meta elements that say no more than "date", `<time>` beside the
    article, any other print there, `<time>` elsewhere, and only then htmldate. A time without an
    offset is taken as UTC.
    """
    latest = page.capture.fetched + _AHEAD
    address = _in_address(page.capture.url)
    american = _is_american(page)
    marked, times, far = _marked(page, lines, found)
    words = _in_print(lines, found, title, american)
    sure, unsure = [said for rank, said in words if rank >= _SURE], [said for rank, said in words if rank < _SURE]
    filed = [Stated("address", address.isoformat())] if address else []
    clear = [one for one in meta.dates if one.source not in _VAGUE]
    vague = [one for one in meta.dates if one.source in _VAGUE]
    said = [*clear, *marked, *filed, *sure, *vague, *times, *unsure, *far]
    for one in said:
        in_words = printed(one.raw, month_first=american)
        stated = declared(one.raw, ZONE) or declared(one.raw[:10], ZONE)  # "2025-07-02T09:30PDT" is a day
        when = _possible(stated, latest) or _day(in_words, latest, page.capture.fetched.date())
        if when:
            local = address if address and isinstance(when, datetime) and abs(address - when.date()) <= _DAY else None
            shown = in_words.words if in_words and one.source.startswith("in print") else None
            return Dated(_published(when, local, shown), one.source, one.raw, [o for o in said if o.raw != one.raw])
    for thorough in (False, True):  # the thorough search takes a second on some pages
        guess = find_date(
            page.tree,
            url=page.capture.url,
            original_date=True,
            extensive_search=thorough,
            max_date=f"{latest:%Y-%m-%d}",
        )
        if guess:
            return Dated(_published(date.fromisoformat(guess), None, None), "htmldate", guess, said)
    return Dated(None, rivals=said)


def _is_american(page: Page) -> bool:
    """Whether 3/4/2025 is the fourth of March: on English pages, unless language or host name another country."""
    language, _, region = (page.language or "").lower().replace("_", "-").partition("-")
    country = (urlsplit(page.capture.url).hostname or "").rpartition(".")[2]
    return language == "en" and region in ("", "us") and (len(country) != 2 or country in _EVERYWHERE)


def _in_address(url: str) -> date | None:
    """The day in an address: `/2025/07/02/` or `2025-07-02-`."""
    path = urlsplit(url).path
    day = in_path(path)
    found = None if day else _SLUG.search(path)
    with suppress(ValueError):
        return date(*map(int, found.groups())) if found else day
    return None


def _published(found: datetime | date, local: date | None, words: str | None) -> Published:
    """As stated; the day is the address's where that is the same or the next one, in another zone."""
    if isinstance(found, datetime):
        return Published(local or found.date(), found, found.isoformat()[-6:], words)
    return Published(found, None, ZONE, words)


def _possible(found: datetime | date | None, latest: datetime) -> datetime | date | None:
    """A date that is neither before the web nor after the capture."""
    if found is None:
        return None
    day = found.astimezone(UTC).date() if isinstance(found, datetime) else found
    return found if date(1995, 1, 1) <= day <= latest.date() else None


def _day(words: Printed | None, latest: datetime, near: date | None) -> date | None:
    """The day that words on the page mean; without a year, the last such day before the capture."""
    if words is None:
        return None
    years = [words.year] if words.year else [near.year, near.year - 1] if near else []
    for year in years:
        try:
            day = date(year, words.month, words.day)
        except ValueError:
            continue
        if _possible(day, latest):
            return day
    return None


def _marked(page: Page, lines: Sequence[Line], found: Found) -> tuple[list[Stated], list[Stated], list[Stated]]:
    """What elements marked as the date state, `<time>` beside the article, and `<time>` elsewhere.

    Not those of other articles or of changes.
    """
    marked: list[Stated] = []
    times: list[Stated] = []
    far: list[Stated] = []
    near = {lines[number].holder for number in _beside(lines, found, _AROUND, _UNDER)}
    for element in _STATED(page.tree):
        prop = element.get("itemprop") or ""
        if prop == "dateModified" or _of_others(element):
            continue
        stated = element.get("content") or element.get("datetime")
        if "datePublished" in prop:
            marked.append(Stated("itemprop datePublished", (stated or "".join(element.itertext())).strip()))
        elif element.tag == "time":
            beside = any(around in near for around in islice((element, *element.iterancestors()), _LEVELS))
            (times if beside else far).append(Stated("time", (stated or "".join(element.itertext())).strip()))
        elif "published" in names_of(element):
            marked.append(Stated("abbr published", element.get("title")))
    return marked, times, far


def _of_others(element: HtmlElement) -> bool:
    chain = (element, *element.iterancestors())
    return any(names_of(found) & _OTHERS or found.tag in ("aside", "nav", "footer") for found in chain)


def _beside(lines: Sequence[Line], found: Found, above: int, below: int) -> Iterator[int]:
    """The numbers of the lines around the article's ends."""
    yield from range(max(found.first - above, 0), min(found.first + 4, len(lines)))
    yield from range(found.last + 1, min(found.last + below, len(lines)))


def _in_print(
    lines: Sequence[Line], found: Found, title: HtmlElement | None, american: bool
) -> list[tuple[int, Stated]]:
    """Short lines with a date around the article's ends, the likeliest first.

    Likelier are those that say "published", whose element is called a date, that say little
    else, and that stand above the text; unlikelier those that say "updated".
    """
    first = found.first
    ranked: list[tuple[int, int, Stated]] = []
    above = (number for number in range(max(first - _TITLED, 0), first) if lines[number].holder is title)
    for number in _beside(lines, found, max(first - next(above, first), _REACH), _REACH):
        line = lines[number]
        if len(line.text) > _LONGEST:
            continue
        text = _dated(line, lines[number - 1].text if number else "")
        original = bool(_FIRST.search(text))
        strange = found.boxed[number] in _STRANGERS and not (original and found.boxed[number] == "footer")
        words = None if strange else printed(text, month_first=american)
        if words is None:
            continue
        rank = (
            4 * original
            + 2 * bool(_SAYS.search(text))
            + 2 * bool(_names(line.holder) & _DATES)
            + (words.year is not None)
        )
        rank += (len(line.text) - len(words.words) < 30) - 2 * bool(_CHANGED.search(text)) + (number < first)
        ranked.append((rank, -abs(number - first), Stated("in print", text)))
    return [(rank, said) for rank, _, said in sorted(ranked, key=lambda one: one[:2], reverse=True)]


def _dated(line: Line, before: str) -> str:
    """What a line says of a date: with the label in the line before it, or only the element called a date."""
    if len(before) <= _LABEL and (_SAYS.search(before) or _CHANGED.search(before)) and not printed(before):
        return f"{before} {line.text}"
    if line.text[-1:].isdigit() and not printed(line.text):  # "Anna Berg3/4/2025"
        for inner in islice(line.holder.iter("span", "time", "small"), _INNER):
            if names_of(inner) & _DATES and (text := clean("".join(islice(inner.itertext(), _INNER)))):
                return text
    return line.text


def _names(element: HtmlElement) -> frozenset[str]:
    parent = element.getparent()
    inner = [names_of(found) for found in element.iter("span", "time", "small")]
    return names_of(element).union(*inner, names_of(parent) if parent is not None else ())
