"""Texts of any length for tests of reuse, of made words, the same for the same seed; and articles made of them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from random import Random
from sqlite3 import Connection

from scraper.archive import Archive, Reading
from scraper.extract.prepared import prepared
from scraper.records import Address, Article, Block, Capture, Kind

CRAWL = 1
_NOON = datetime(2025, 7, 2, 12, tzinfo=UTC)

_SYLLABLES = {
    "en": "ba ce di fo gu ha je ki lo mu".split(),
    "fr": "bé ci dou fa gè lu mê no pa rô".split(),
    "ru": "ба це ди фо гу ха же ки ло му".split(),
}


def text(seed: object, count: int, language: str = "en") -> str:
    """So many words in sentences of a dozen; two seeds have no six words in a row in common."""
    chance = Random(f"{seed} {language}")
    found = ["".join(chance.choices(_SYLLABLES[language], k=4)) for _ in range(count)]
    return " ".join(word + ("." if at % 12 == 11 else "") for at, word in enumerate(found))


def edited(said: str, every: int) -> str:
    """A text with each so-manieth word replaced."""
    return " ".join("другое" if at % every == every - 1 else word for at, word in enumerate(said.split()))


def at(hours: float) -> datetime:
    return _NOON + timedelta(hours=hours)


def keep(archive: Archive, slug: str, body: str, language: str = "en", hours: float = 0) -> int:
    """Stores an article of that text as if a page had said it; returns its id."""
    path = f"/{language}/2025/07/01/{slug}/"
    address = Address(f"demo/{language}", path, f"https://courier.example{path}")
    said = Article(
        title=f"Title of {slug}",
        blocks=(Block("paragraph", body),),
        language=language,
        language_detected=language,
        published=None,
        layout="modern",
        encoding="utf-8",
    )
    capture = Capture(address.url, at(hours), 200, (), f"{hours} {body}".encode(), Kind.ARTICLE, address)
    with archive.transaction():
        archive.frontier.announce(address, capture.fetched)
        kept = archive.facts.add(CRAWL, capture, "modern")
        archive.frontier.held(address, kept.id, capture.fetched, None)
        archive.derived.put(Reading(kept, said, prepared(said), "demo"))
    return address.id


def rows(db: Connection, sql: str) -> list[tuple[object, ...]]:
    return [tuple(row) for row in db.execute(sql)]
