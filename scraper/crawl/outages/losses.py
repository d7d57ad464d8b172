"""How many of an edition's articles were lost in a crawl, and when that is an outage. Pure."""

from __future__ import annotations

from collections import Counter, deque
from dataclasses import dataclass, field

from scraper.archive import Outage
from scraper.extract.signs import ELSEWHERE, OFF_SITE
from scraper.keep import ONE_TEXT, REPLACED

RECENT, MOST_RECENT = 10, 5  # of the last ten articles asked for, five: it is happening now
MANY, SHARE = 5, 0.1  # a tenth of all that were asked for, if that is five; papers take down one or two a day
FEW, HALF = 3, 0.5  # more than half, if that is three: what a small archive can notice
PAIR = 2  # all that there were, if that is two
SAME = 3  # articles held that have one and the same new text
SCOUTS = MOST_RECENT  # articles of an edition that are asked for before any new address
WITNESSES = 3  # articles that have to be found in place before the last loss is believed
ONE_PLACE = "redirected to one place"


@dataclass
class Losses:
    """What a crawl asked for of one edition.

    Lost is an article that was well at the last visit and now gives an error, nothing, or another text. New addresses
    count apart, for nothing is known of them: only if they say themselves that the site is out, or all say the same.
    """

    edition: str
    asked: int = 0
    lost: int = 0
    well: int = 0  # articles found in place since the last loss
    example: str = ""  # the first address that was lost
    _recent: deque[bool] = field(default_factory=lambda: deque(maxlen=RECENT))
    _signs: Counter[str] = field(default_factory=Counter)
    _texts: Counter[int] = field(default_factory=Counter)
    _targets: set[str] = field(default_factory=set)
    _new: int = 0
    _bad_new: int = 0
    _recent_new: deque[bool] = field(default_factory=lambda: deque(maxlen=RECENT))

    def known(self, url: str, sign: str | None, *, text: int | None = None, target: str | None = None) -> None:
        """Counts the answer of an article that was well; `sign` says how it is lost, if it is.

        `text` stands for the text that came in its place, `target` is where it redirects to.
        """
        self.asked += 1
        self._recent.append(sign is not None)
        if sign is None:
            self.well += 1
            return
        self.lost += 1
        self.well = 0
        self._lost(url, sign)
        if text is not None:
            self._texts[text] += 1
        if target is not None:
            self._targets.add(target)

    def new(self, url: str, sign: str | None) -> None:
        """Counts the answer of an address that was no article; `sign` says what speaks for an outage, if anything."""
        self._new += 1
        self._recent_new.append(sign is not None)
        if sign is not None:
            self._bad_new += 1
            self._lost(url, sign)

    def outage(self, *, at_end: bool = False) -> Outage | None:
        """What is wrong with the publisher; None if nothing is. `at_end` says that nothing more is asked for."""
        if self._is_lost(at_end):
            return Outage(self.edition, self._kind, self.lost, self.asked, self.example)
        if self._is_bad(at_end):
            lost, asked = self.lost + self._bad_new, self.asked + self._new
            return Outage(self.edition, self._kind, lost, asked, self.example)
        return None

    def given_up(self) -> Outage | None:
        """What is wrong with a server that failed until it was left alone; None if it said nothing."""
        lost, asked = self.lost + self._bad_new, self.asked + self._new
        return Outage(self.edition, self._kind, lost, asked, self.example) if lost else None

    def _is_lost(self, at_end: bool) -> bool:
        if sum(self._recent) >= MOST_RECENT or max(self._texts.values(), default=0) >= SAME:
            return True
        share = self.lost / self.asked if self.asked else 0
        many = (self.lost >= MANY and share > SHARE) or (self.lost >= FEW and share > HALF)
        return at_end and (many or self.lost == self.asked >= PAIR)

    def _is_bad(self, at_end: bool) -> bool:
        if sum(self._recent_new) == RECENT:
            return True
        bad = self.lost + self._bad_new
        return at_end and self._bad_new >= FEW and bad > HALF * (self.asked + self._new)

    def _lost(self, url: str, sign: str) -> None:
        self.example = self.example or url
        self._signs[sign] += 1

    @property
    def _kind(self) -> str:
        (sign, _), *_ = self._signs.most_common(1)
        if sign in (ELSEWHERE, OFF_SITE) and len(self._targets) == 1 and self._signs[sign] > 1:
            return ONE_PLACE
        if sign == REPLACED and max(self._texts.values(), default=0) > 1:
            return ONE_TEXT
        return sign
