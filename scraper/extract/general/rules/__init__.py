"""Named rules by which a line inside the article's element is no text of the article.

Each rule is a name, what it takes, and a test of one line in its place. The first that takes a
line names it. Most need the place or the links of a line as well as its words, which are in
`words`; `among` has those that look at more than one line.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from scraper.extract.dates import printed
from scraper.extract.general import words
from scraper.extract.general.lines import Line
from scraper.extract.general.rules.among import together
from scraper.extract.general.rules.place import HEADINGS, LONG, PROSE, SHORT, Place, ends, is_prose, is_sentence
from scraper.extract.text import folded

__all__ = ["AMONG", "RULES", "Rule", "is_prose", "is_sentence", "judge"]

_STUB = 50  # characters
_LABEL = 25
_BIO = 900
_CAPTION = 500
_LINKED = 0.85  # share of a line that is links, to be nothing else
_LISTED = frozenset(("li", "td"))  # links in a list or a table amid the text are its content
_CLOCK = re.compile(r"\d{1,2}:\d{2}(?: ?[ap]\.?m\.?)?|\d{4}-\d{2}-\d{2}T[\d:.+Z-]+", re.I)
_DATE_WORDS = words.pattern("date-words")
_LETTERS = re.compile(r"[^\W\d_]+")


@dataclass(frozen=True, slots=True)
class Rule:
    """One kind of furniture."""

    name: str
    takes: str  # for readers
    test: Callable[[Place], bool]


def _is_title(place: Place) -> bool:
    return 0 < place.size < 2 * len(place.title) + _STUB and place.key == place.title


def _is_date(place: Place) -> bool:
    text = place.line.text
    if place.size >= SHORT or not any(char.isdigit() for char in text):
        return False
    found = printed(text)
    rest, clocks = (text.replace(found.words, " "), 0) if found else _CLOCK.subn(" ", text)
    letters = _LETTERS.findall(_DATE_WORDS.sub(" ", rest))
    return len(letters) <= (3 if place.head else 1) if found else bool(clocks) and not letters


def _is_byline(place: Place) -> bool:
    if place.size >= SHORT or place.prose:
        return False
    name, count = place.key, len(place.line.text.split())
    if count <= 14 and any(name.startswith(author) or name.endswith(author) for author in place.authors):
        return True
    return count <= 12 and (place.head or place.tail or place.number < 4) and place.says("byline")


def _is_more(place: Place) -> bool:
    return place.size < LONG and (place.line.density > 0.3 or place.size < PROSE) and place.says("read-more")


def _is_copyright(place: Place) -> bool:
    return place.size < (2 * LONG if place.late else SHORT) and place.says("copyright")


def _is_newsletter(place: Place) -> bool:
    apart = place.line.density > 0.1 or place.late or place.head
    return place.size < 2 * SHORT and apart and place.says("newsletter")


def _is_follow(place: Place) -> bool:
    return place.size < LONG and (place.line.density > 0.1 or place.late or place.head) and place.says("follow")


def _is_credit(place: Place) -> bool:
    if place.size < 200 and place.says("credit") and (place.says("caption-mark") or not place.prose):
        return True
    return place.size < _CAPTION and place.says("caption-end")


def _is_bio(place: Place) -> bool:
    if not place.late or place.size >= _BIO:
        return False
    name = place.key
    return any(author in name[: len(author) + 40] for author in place.authors) and place.says("author-bio")


def _is_mark_up(place: Place) -> bool:
    return place.line.holder.tag != "pre" and place.says("mark-up")


def _is_links(place: Place) -> bool:
    line = place.line
    if line.density <= _LINKED or place.size >= 200 or line.holder.tag in HEADINGS or line.text.count(". ") > 1:
        return False
    return place.head or place.late or not (line.holder.tag in _LISTED or (place.amid and ends(line.text)))


def _is_stub(place: Place) -> bool:
    return place.size < _STUB and not ends(place.line.text)


# In the order in which they are asked.
RULES: Sequence[Rule] = (
    Rule("title-again", "the title, repeated", _is_title),
    Rule("mark-up", "mark-up or program text that was meant to be hidden", _is_mark_up),
    Rule(
        "advert-mark", "“Advertisement”, and that the story goes on", lambda p: p.size < SHORT and p.says("advert-mark")
    ),
    Rule("date", "a line that says when, and little else", _is_date),
    Rule("byline", "a line that says who wrote it", _is_byline),
    Rule("read-more", "links to other articles, announced as such, and the box under it", _is_more),
    Rule(
        "share-words",
        "share, print, save, listen; how long it takes to read",
        lambda p: p.size < SHORT and p.says("share-words"),
    ),
    Rule("tags", "keywords, and what it is filed under", lambda p: p.size < LONG and p.says("tags")),
    Rule("copyright", "whose the text is, and what may be done with it", _is_copyright),
    Rule("newsletter", "newsletters, apps, subscriptions, donations", _is_newsletter),
    Rule("follow", "whom to follow, write to or call", _is_follow),
    Rule(
        "comments",
        "how many comments, how to write one, and those below",
        lambda p: p.size < 200 and p.says("comments"),
    ),
    Rule("wall", "what subscribers would read, and all that follows", lambda p: p.size < LONG and p.says("wall")),
    Rule("report-error", "how to tell of a mistake", lambda p: p.size < LONG and p.says("report-error")),
    Rule(
        "about", "a heading over who the author is, and the box under it", lambda p: p.size < PROSE and p.says("about")
    ),
    Rule("credit", "captions, and whose picture it is", _is_credit),
    Rule("update-note", "what a news agency changed since", lambda p: p.size < LONG and p.says("update-note")),
    Rule("author-bio", "who the author is", _is_bio),
    Rule("links", "a line that is nothing but links", _is_links),
    Rule("head", "short lines above the first prose", lambda p: p.head and p.size < _LABEL and _is_stub(p)),
    Rule(
        "tail", "headings with no text below them", lambda p: p.tail and p.line.holder.tag in HEADINGS and _is_stub(p)
    ),
)

# The rules that look at more than one line.
AMONG: Sequence[tuple[str, str]] = (
    ("teasers", "a list of other articles: links, each with a line or two below it"),
    ("repeat", "paragraphs that were there before, two or more together"),
)


def judge(lines: Sequence[Line], title: str, authors: Sequence[str]) -> list[str | None]:
    """For each line the name of the rule that takes it, or None: it is text of the article."""
    prose = [number for number, line in enumerate(lines) if is_prose(line)]
    first, last = (prose[0], prose[-1]) if prose else (0, len(lines) - 1)
    known = [folded(author) for author in authors if len(author) > 4]
    places = [Place(number, lines, first, last, folded(title), known) for number in range(len(lines))]
    found = [next((rule.name for rule in RULES if rule.test(place)), None) for place in places]
    closing = [place.number for place in places if found[place.number] == "wall" and place.says("wall-end")]
    for number, rule in together(lines, found, closing):
        found[number] = found[number] or rule
    return found
