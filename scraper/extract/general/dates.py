"""When an article came out, of everything that a page of an unknown publisher states or prints."""

from __future__ import annotations

import re
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from urllib.parse import urlsplit

from htmldate import find_date
from lxml.html import HtmlElement

from scraper.extract.dates import Printed, declared, in_path, printed
from scraper.extract.general.candidates import Found
from scraper.extract.general.lines import Line, names_of
from scraper.extract.metadata import Metadata, Said
from scraper.extract.page import Page
from scraper.records import Published

ZONE = "UTC"  # of times that an unknown publisher states without an offset
_AHEAD = timedelta(days=2)  # a page may be dated so much later than its capture, for zones' sake
_REACH = 12  # lines above and below the article's ends that may print its date
_LONGEST = 160
_DAY = timedelta(days=1)
_SURE = 4
_SLUG = re.compile(r"(?:^|[/_-])(\d{4})-(\d{2})-(\d{2})(?=[/_.-]|$)")
_SAYS = re.compile(r"publish|posted|\bpublié|mise? en ligne|paru|опубликован|размещен|добавлен|дата", re.I)
_FIRST = re.compile(r"originally|first published|publié initialement|впервые", re.I)
_CHANGED = re.compile(r"updated|modified|mis à jour|modifié|обновлен|изменен", re.I)
_DATES = frozenset("date dates time timestamp datetime published publication pubdate posted meta byline info".split())
_STRANGERS = frozenset(("comments", "related", "menu", "footer", "sidebar"))
_OTHERS = frozenset("updated modified update comment comments related teaser footer sidebar lastmod".split())


@dataclass(frozen=True, slots=True)
class Dated:
    """What was chosen, and what else the page says."""

    published: Published | None
    source: str = ""
    raw: str = ""
    rivals: Sequence[Said] = ()


def find_published(page: Page, meta: Metadata, lines: Sequence[Line], found: Found) -> Dated:
    """When the article came out: the first of the places that states a possible day.

    JSON-LD and meta elements, elements marked as the date, print beside the article that says so,
    `<time>`, the address, any other print beside the article, and only then htmldate. A time without
    an offset is taken as UTC.
    """
    latest = page.capture.fetched + _AHEAD
    address = _in_address(page.capture.url)
    marked, times = _marked(page)
    words = _in_print(lines, found)
    sure, unsure = [said for rank, said in words if rank >= _SURE], [said for rank, said in words if rank < _SURE]
    filed = [Said("address", address.isoformat())] if address else []
    said = [*meta.dates, *marked, *sure, *times, *filed, *unsure]
    for one in said:
        in_words = printed(one.raw)
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


def _marked(page: Page) -> tuple[list[Said], list[Said]]:
    """What elements marked as the date state, and `<time>`; not those of other articles or of changes."""
    marked: list[Said] = []
    times: list[Said] = []
    for element in page.tree.iter("time", "span", "div", "p", "abbr", "meta", "li"):
        prop = element.get("itemprop") or ""
        stated = element.get("content") or element.get("datetime")
        published = "datePublished" in prop
        if not (published or element.tag in ("time", "abbr")) or prop == "dateModified" or _of_others(element):
            continue
        if published:
            marked.append(Said("itemprop datePublished", (stated or "".join(element.itertext())).strip()))
        elif element.tag == "time":
            times.append(Said("time", (stated or "".join(element.itertext())).strip()))
        elif element.get("title") and "published" in names_of(element):
            marked.append(Said("abbr published", element.get("title")))
    return marked, times


def _of_others(element: HtmlElement) -> bool:
    chain = (element, *element.iterancestors())
    return any(names_of(found) & _OTHERS or found.tag in ("aside", "nav", "footer") for found in chain)


def _in_print(lines: Sequence[Line], found: Found) -> list[tuple[int, Said]]:
    """Short lines with a date around the article's ends, the likeliest first.

    Likelier are those that say "published", whose element is called a date, that say little
    else, and that stand above the text; unlikelier those that say "updated".
    """
    first, last = found.first, found.last
    numbers = [
        *range(max(first - _REACH, 0), min(first + 4, len(lines))),
        *range(last + 1, min(last + _REACH, len(lines))),
    ]
    ranked: list[tuple[int, int, Said]] = []
    for number in numbers:
        line = lines[number]
        words = printed(line.text) if len(line.text) <= _LONGEST and found.boxed[number] not in _STRANGERS else None
        if words is None:
            continue
        rank = (
            4 * bool(_FIRST.search(line.text))
            + 2 * bool(_SAYS.search(line.text))
            + 2 * bool(_names(line.holder) & _DATES)
            + (words.year is not None)
        )
        rank += (len(line.text) - len(words.words) < 30) - 2 * bool(_CHANGED.search(line.text)) + (number < first)
        ranked.append((rank, -abs(number - first), Said("in print", line.text)))
    return [(rank, said) for rank, _, said in sorted(ranked, key=lambda one: one[:2], reverse=True)]


def _names(element: HtmlElement) -> frozenset[str]:
    parent = element.getparent()
    inner = [names_of(found) for found in element.iter("span", "time", "small")]
    return names_of(element).union(*inner, names_of(parent) if parent is not None else ())
