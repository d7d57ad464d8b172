"""Named rules by which a line inside the article's element is no text of the article.

Each rule is a name, what it takes, and a test of one line in its place. The first that takes a
line names it. Most need the place or the links of a line as well as its words, which are in
`words`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from scraper.extract.dates import printed
from scraper.extract.general import words
from scraper.extract.general.lines import Line
from scraper.extract.text import folded

_PROSE = 60  # characters; a line of prose has so many, and an end of sentence
_STUB = 50
_LABEL = 25
_SHORT = 120
_LONG = 300
_BIO = 900
_LINKED = 0.85  # share of a line that is links, to be nothing else
_LATE = 0.8  # share of the lines behind which furniture is likelier
_APART = 2  # lines from one teaser to the next
_FEWEST = 3  # teasers
_TEASER = (15, 200)  # characters of a teaser's link
_EXCERPT = 260  # characters of a teaser's text at most
_END = re.compile(r"[.!?…:;,][\"'»”’)\]*]*$")
_CLOCK = re.compile(r"\W*(?:\d{1,2}:\d{2}(?: ?[ap]\.?m\.?)?|\d{4}-\d{2}-\d{2}T[\d:.+Z-]+)\W*", re.I)
_DATE_WORDS = words.pattern("date-words")
_HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
_SAYS = {rule: words.test(rule) for rule in words.FORMS}


@dataclass(frozen=True, slots=True)
class Place:
    """Where a line stands, and what is known of the page."""

    number: int
    lines: Sequence[Line]
    first: int  # number of the first line of prose
    last: int  # of the last one
    title: str  # folded
    authors: Sequence[str]  # folded names

    @property
    def line(self) -> Line:
        """The line itself."""
        return self.lines[self.number]

    @property
    def size(self) -> int:
        """Its length in characters."""
        return len(self.line.text)

    @property
    def key(self) -> str:
        """Its text in the form for comparing."""
        return folded(self.line.text)

    def says(self, rule: str) -> bool:
        """Whether it has the words of a rule."""
        return _SAYS[rule](self.line.text)

    @property
    def head(self) -> bool:
        """Whether it stands before any prose."""
        return self.number < self.first

    @property
    def tail(self) -> bool:
        """Whether no prose comes after it."""
        return self.number > self.last

    @property
    def late(self) -> bool:
        """Whether it stands in the last fifth, or behind all prose."""
        return self.tail or self.number >= len(self.lines) * _LATE


@dataclass(frozen=True, slots=True)
class Rule:
    """One kind of furniture."""

    name: str
    takes: str  # for readers
    test: Callable[[Place], bool]


def is_sentence(text: str) -> bool:
    """Whether a line ends as a sentence does, or is too long for a heading."""
    return bool(_END.search(text)) or len(text) > _SHORT


def is_prose(line: Line) -> bool:
    """Whether a line is running text: long, with an end of sentence, and mostly not links."""
    return len(line.text) >= _PROSE and line.density < 0.5 and bool(_END.search(line.text))


def _is_date(place: Place) -> bool:
    text = place.line.text
    if place.size >= _SHORT or not any(char.isdigit() for char in text):
        return False
    found = printed(text)
    if not found:
        return bool(_CLOCK.fullmatch(text))
    rest = _DATE_WORDS.sub(" ", text.replace(found.words, " "))
    return len(re.findall(r"[^\W\d_]+", rest)) <= (3 if place.head else 1)


def _is_byline(place: Place) -> bool:
    if place.size >= _SHORT or is_prose(place.line):
        return False
    name, count = place.key, len(place.line.text.split())
    if count <= 14 and any(name.startswith(author) or name.endswith(author) for author in place.authors):
        return True
    return count <= 12 and (place.head or place.tail or place.number < 4) and place.says("byline")


def _is_more(place: Place) -> bool:
    return place.size < _LONG and (place.line.density > 0.3 or place.size < _PROSE) and place.says("read-more")


def _is_copyright(place: Place) -> bool:
    return place.size < (2 * _LONG if place.late else _SHORT) and place.says("copyright")


def _is_newsletter(place: Place) -> bool:
    apart = place.line.density > 0.1 or place.late or place.head
    return place.size < _SHORT and apart and place.says("newsletter")


def _is_follow(place: Place) -> bool:
    return place.size < _LONG and (place.line.density > 0.3 or place.late or place.head) and place.says("follow")


def _is_credit(place: Place) -> bool:
    return place.size < 200 and place.says("credit") and (place.says("caption-mark") or not is_prose(place.line))


def _is_bio(place: Place) -> bool:
    if not place.late or place.size >= _BIO:
        return False
    name = place.key
    return any(author in name[: len(author) + 40] for author in place.authors) and place.says("author-bio")


def _is_links(place: Place) -> bool:
    line = place.line
    lone = line.holder.tag not in _HEADINGS and line.text.count(". ") < 2
    return line.density > _LINKED and place.size < 200 and lone


def _is_stub(place: Place) -> bool:
    return place.size < _STUB and not _END.search(place.line.text)


# In the order in which they are asked.
RULES: Sequence[Rule] = (
    Rule("title-again", "the title, repeated", lambda p: bool(p.title) and p.key == p.title),
    Rule("mark-up", "mark-up or program text that was meant to be hidden", lambda p: p.says("mark-up")),
    Rule("advert-mark", "“Advertisement”, and that the story goes on", lambda p: p.says("advert-mark")),
    Rule("date", "a line that says when, and little else", _is_date),
    Rule("byline", "a line that says who wrote it", _is_byline),
    Rule("read-more", "links to other articles, announced as such", _is_more),
    Rule("share-words", "share, print, save, listen", lambda p: p.size < _SHORT and p.says("share-words")),
    Rule("tags", "keywords, and what it is filed under", lambda p: p.size < _LONG and p.says("tags")),
    Rule("copyright", "whose the text is, and what may be done with it", _is_copyright),
    Rule("newsletter", "newsletters, apps, subscriptions, donations", _is_newsletter),
    Rule("follow", "whom to follow, write to or call", _is_follow),
    Rule("comments", "how many comments, and how to write one", lambda p: p.size < 200 and p.says("comments")),
    Rule("wall", "what subscribers would read, and all that follows", lambda p: p.size < _LONG and p.says("wall")),
    Rule("report-error", "how to tell of a mistake", lambda p: p.size < _LONG and p.says("report-error")),
    Rule("credit", "captions, and whose picture it is", _is_credit),
    Rule("update-note", "what was changed since", lambda p: p.size < _LONG and p.says("update-note")),
    Rule("author-bio", "who the author is", _is_bio),
    Rule("about", "a heading over who the author is", lambda p: p.size < _PROSE and p.says("about")),
    Rule("links", "a line that is nothing but links", _is_links),
    Rule("head", "short lines above the first prose", lambda p: p.head and p.size < _LABEL and _is_stub(p)),
    Rule("tail", "short lines below the last prose", lambda p: p.tail and p.line.holder.tag != "li" and _is_stub(p)),
)

# The rules that look at more than one line.
AMONG: Sequence[tuple[str, str]] = (
    ("teasers", "a list of other articles: links, each with a line or two below it"),
    ("repeat", "a paragraph that was there before"),
)


def judge(lines: Sequence[Line], title: str, authors: Sequence[str]) -> list[str | None]:
    """For each line the name of the rule that takes it, or None: it is text of the article."""
    prose = [number for number, line in enumerate(lines) if is_prose(line)]
    first, last = (prose[0], prose[-1]) if prose else (0, len(lines) - 1)
    known = [folded(author) for author in authors if len(author) > 4]
    teasers, walled = _teasers(lines), False
    found: list[str | None] = []
    seen: set[str] = set()
    for number in range(len(lines)):
        place = Place(number, lines, first, last, folded(title), known)
        rule = next((rule.name for rule in RULES if rule.test(place)), None)
        walled = walled or (rule == "wall" and number > first and place.says("wall-end"))
        key = place.key
        if rule is None and walled:
            rule = "wall"
        elif rule is None and number in teasers:
            rule = "teasers"
        elif rule is None and len(key) > _PROSE and key in seen:
            rule = "repeat"
        seen.add(key)
        found.append(rule)
    return found


def _teasers(lines: Sequence[Line]) -> set[int]:
    """Numbers of the lines in lists of other articles.

    Such a list stands below most of the prose: one above it is the article itself, a review of links.
    """
    least, most = _TEASER
    heads = [number for number, line in enumerate(lines) if line.density > _LINKED and least <= len(line.text) < most]
    taken: set[int] = set()
    run: list[int] = []
    for number in [*heads, len(lines) + _APART + 1]:
        if run and number - run[-1] > _APART:
            taken.update(_teased(lines, run))
            run = []
        run.append(number)
    return taken


def _teased(lines: Sequence[Line], run: Sequence[int]) -> range:
    """The lines of a run of links and what stands between them; none if they are no teasers."""
    end = run[-1] + 1
    if end < len(lines) and len(run) > 1 and run[-1] - run[-2] > 1:
        end += 1  # the last teaser's own text
    texts = [number for number in range(run[0], end) if number not in run]
    above = sum(len(line.text) for line in lines[: run[0]] if is_prose(line))
    below = sum(len(line.text) for line in lines[end:] if is_prose(line))
    short = len(texts) <= len(run) and all(len(lines[number].text) < _EXCERPT for number in texts)
    return range(run[0], end) if len(run) >= _FEWEST and short and above > max(_LONG, below) else range(0)
