"""The hard cases, and a newspaper in which they take turns."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from random import Random

from bench.planted.pieces import Maker, Planted
from bench.planted.words import LANGUAGES

_FIRST_DAY = date(2019, 3, 1)
_AUTHORS = [f"author-{number}" for number in range(40)]
_HOUSE = "neo"


def plant(count: int, seed: int, half: int) -> list[Planted]:
    """About so many pieces, of one half of the stories, sentences and surnames; the cases take turns."""
    maker = Maker(Random(f"{seed} {half}"), half)
    day = _FIRST_DAY
    while len(maker.made) < count:
        day += timedelta(days=maker.random.choice((0, 1, 1, 2)))
        for case in maker.random.sample(_CASES, 3):
            case(maker, day)
    return maker.made


def _languages(random: Random) -> tuple[str, ...]:
    return random.choice((LANGUAGES, LANGUAGES, ("en", "ru"), ("ru", "en"), ("en", "fr"), ("fr", "ru")))


def _author(maker: Maker) -> str:
    return maker.random.choice(_AUTHORS)


def _plain(maker: Maker, day: date) -> None:
    maker.add("one a day", maker.scene(), day, _author(maker), _languages(maker.random))


def _bare(maker: Maker, day: date) -> None:
    maker.add("neither image nor link shared", maker.scene(), day, _author(maker), _languages(maker.random), evidence=0)


def _two_a_day(maker: Maker, day: date) -> None:
    author, scene = _author(maker), maker.scene()
    for each in (scene, maker.scene(like=scene)):
        maker.add("two on one subject, one author, one day", each, day, author, _languages(maker.random), evidence=0.3)


def _series(maker: Maker, day: date) -> None:
    author, scene, start = _author(maker), maker.scene(), maker.random.randint(1, 7)
    for number in range(3):
        each = replace(maker.scene(like=scene), theme=scene.theme, part=start + number)
        when = day + timedelta(days=number if maker.random.random() < 0.7 else 0)
        maker.add(
            "series, a part a day",
            each,
            when,
            author,
            ("en", "ru"),
            image=f"series{maker.half}{len(maker.made) - number}.jpg",
        )


def _house(maker: Maker, day: date) -> None:
    for _ in range(8):
        languages = maker.random.choice((LANGUAGES, ("en", "ru"), ("en",), ("ru",), ("fr",)))
        maker.add("house byline, many a day", maker.scene(4), day, _HOUSE, languages, evidence=0.3)


def _late(maker: Maker, day: date) -> None:
    author, scene = _author(maker), maker.scene()
    maker.add("translated one to three days later", scene, day, author, _languages(maker.random), late=3)
    maker.add("translated one to three days later", maker.scene(like=scene), day + timedelta(days=2), author, ("en",))


def _alone(maker: Maker, day: date) -> None:
    author, scene = _author(maker), maker.scene()
    for language in maker.random.sample(LANGUAGES, 2):
        maker.add("untranslated, one author, one subject, one day", maker.scene(like=scene), day, author, (language,))


def _stock(maker: Maker, day: date) -> None:
    author = _author(maker)
    maker.add("stock image", maker.scene(), day, author, _languages(maker.random), image="globe.jpg", evidence=0.3)
    for language in ("en", "ru"):
        maker.add("stock image", maker.scene(), day, author, (language,), image="globe.jpg")


def _unsigned(maker: Maker, day: date) -> None:
    maker.add("without author", maker.scene(), day, None, _languages(maker.random), evidence=0.5)
    maker.add("without author", maker.scene(), day, None, (maker.random.choice(LANGUAGES),))


def _dropped(maker: Maker, day: date) -> None:
    maker.add(
        "a third of the paragraphs dropped", maker.scene(8), day, _author(maker), _languages(maker.random), drop=0.33
    )


def _short(maker: Maker, day: date) -> None:
    maker.add("short", maker.scene(3), day, _author(maker), _languages(maker.random), prose=1)


def _half_stated(maker: Maker, day: date) -> None:
    maker.add("two of three state it", maker.scene(), day, _author(maker), LANGUAGES, named=True)


def _reprint(maker: Maker, day: date) -> None:
    """Two English ones that are all but the same, and a Russian one: nobody can tell which it is of."""
    author, scene = _author(maker), maker.scene()
    for language in ("en", "en", "ru"):
        maker.add("two as good as each other", scene, day, author, (language,), prose=4, evidence=0)


_CASES = [
    _plain,
    _bare,
    _two_a_day,
    _series,
    _house,
    _late,
    _alone,
    _stock,
    _unsigned,
    _dropped,
    _short,
    _half_stated,
    _reprint,
]
