"""The hard cases of inference, one by one: who is taken for whose translation, and on what evidence."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

import pytest

from bench.planted import Printed
from bench.planted.storing import address, begin, store
from scraper.archive import Archive
from scraper.archive.across import update

from .made import rows

DAY = date(2021, 5, 20)
# One piece in three languages, and another by the same author on the same matter.
TEXTS = {
    "ferry": {
        "en": (
            "On 20 May 2021 Nikolai Lazurin counted 1,250 empty seats between Vladivostok and "
            "Hakodate, and wrote it down.",
            "The line has run since 1936. Marta Oss, who steered the ferry for seventeen years, "
            "remembers 47 passengers.",
            "Nobody asked Peter Halloway what he would pay; he says that 3.5 million would do, and "
            "went back to his nets.",
        ),
        "fr": (
            "Le 20 mai 2021, Nicolas Lazourine a compté 1 250 sièges vides entre Vladivostok et Hakodate, et l’a noté.",
            "La ligne existe depuis 1936. Marta Oss, qui a barré le bac pendant dix-sept ans, se "
            "souvient de 47 passagers.",
            "Personne n’a demandé à Peter Halloway ce qu’il paierait ; 3,5 millions suffiraient, "
            "dit-il, et il retourna à ses filets.",
        ),
        "ru": (
            "20 мая 2021 года Николай Лазурин насчитал между Владивостоком и Хакодате 1250 пустых мест и записал это.",
            "Линия ходит с 1936 года. Марта Осс, семнадцать лет стоявшая у руля, вспоминает 47 пассажиров на пароме.",
            "Питера Холлоуэя никто не спрашивал, сколько он заплатит; хватит 3,5 млн, говорит он и "
            "уходит к своим сетям.",
        ),
    },
    "bridge": {
        "en": (
            "The bridge that Marta Oss drew in 1988 has 64 piers, and each of them has a name that children gave it.",
            "Farid Barzandeh paid 9,400 crowns for the first stone, and Nikolai Lazurin has kept the receipt in a tin.",
            "It will be 211 metres long if Vladivostok agrees, which Viktor Meshkov doubts after "
            "twelve years of letters.",
        ),
        "fr": (
            "Le pont que Marta Oss dessina en 1988 a 64 piles, et chacune porte un nom que lui ont donné les enfants.",
            "Farid Barzandeh a payé 9 400 couronnes pour la première pierre ; Nicolas Lazourine garde "
            "le reçu dans une boîte.",
            "Il fera 211 mètres si Vladivostok y consent, ce dont Viktor Mechkov doute après douze ans de lettres.",
        ),
        "ru": (
            "У моста, который Марта Осс начертила в 1988 году, 64 опоры, и у каждой есть имя, данное ей детьми.",
            "Фарид Барзанде отдал за первый камень 9400 крон, а Николай Лазурин хранит расписку в жестяной коробке.",
            "Длина его составит 211 метров, если согласится Владивосток, в чём Виктор Мешков после "
            "двенадцати лет писем сомневается.",
        ),
    },
}


@dataclass(frozen=True)
class Page:
    """A page of the test, in a few words."""

    text: str  # ferry or bridge
    language: str
    days: int = 0  # after the first
    author: str | None = "anna"
    part: str = ""
    image: str = ""
    links: tuple[str, ...] = ()
    number: int = 0  # tells two of the same text and language apart
    more: bool = False  # a sentence more
    named: bool = False

    def _further(self) -> tuple[str, ...]:
        """The next part of a series tells something else in the end; a reprint says that it is one."""
        if self.part and self.days:
            return (TEXTS[B][self.language][0],)
        return ("Печатается повторно, по просьбе читателей.",) if self.more else ()

    @property
    def printed(self) -> Printed:
        piece = sorted(TEXTS).index(self.text) * 10 + self.number
        title = {"en": "A tale of {}", "fr": "Une histoire de {}", "ru": "История: {}"}[self.language]
        return Printed(
            piece,
            self.language,
            DAY + timedelta(days=self.days),
            self.author,
            f"{title.format(self.text)}{self.part}",
            (*TEXTS[self.text][self.language][: 2 if self.part and self.days else 3], *self._further()),
            (self.image,) if self.image else (),
            self.links,
            self.named,
        )


F, B = "ferry", "bridge"
CASES: dict[str, tuple[list[Page], list[set[int]]]] = {  # pages, groups by their place in the list
    "one piece in three languages": ([Page(F, "en"), Page(F, "fr"), Page(F, "ru")], [{0, 1, 2}]),
    "three days later": ([Page(F, "en"), Page(F, "ru", days=3)], [{0, 1}]),
    "four days later": ([Page(F, "en"), Page(F, "ru", days=4)], []),
    "another author": ([Page(F, "en"), Page(F, "ru", author="peter")], []),
    "another author and an image that nobody else has": (
        [Page(F, "en", image="7790.jpg"), Page(F, "ru", author="peter", image="7790-1024x576.jpg")],
        [{0, 1}],
    ),
    "two pieces by one author on one day": (
        [Page(F, "en"), Page(B, "en"), Page(B, "ru"), Page(F, "ru")],
        [{0, 3}, {1, 2}],
    ),
    "the other piece is not translated": ([Page(F, "en"), Page(B, "ru")], []),
    "the other piece is not translated, and shares an image": (
        [Page(F, "en", image="1.jpg"), Page(B, "ru", image="1.jpg")],
        [],
    ),
    "without author": ([Page(F, "en", author=None), Page(F, "fr", author=None), Page(B, "ru", author=None)], [{0, 1}]),
    "parts of a series": (
        [
            Page(F, "en", part=", part five"),
            Page(F, "en", number=1, days=1, part=", part six"),
            Page(F, "ru", part=". Часть 5"),
            Page(F, "ru", number=1, days=1, part=". Часть шестая"),
        ],
        [{0, 2}, {1, 3}],
    ),
    "two candidates as good as each other": ([Page(F, "en"), Page(F, "ru"), Page(F, "ru", number=1, more=True)], []),
    "one link stated, one inferred": (
        [Page(F, "en", named=True), Page(F, "fr", named=True), Page(F, "ru")],
        [{0, 1, 2}],
    ),
    "what is stated goes before what is alike": (
        [Page(F, "en", named=True, number=2), Page(B, "fr", named=True, number=2), Page(F, "fr")],
        [{0, 1}],
    ),
}


def test_a_copy_at_another_address_does_not_make_two_candidates(archive: Archive) -> None:
    keys = publish(archive, [Page(F, "en"), Page(F, "ru"), Page(F, "ru", number=1)])
    (found,) = groups(archive, keys)
    assert found == {0, 1 if keys[1] < keys[2] else 2}


def publish(archive: Archive, pages: Sequence[Page]) -> list[int]:
    """Stores pages and groups them; returns their keys."""
    crawl = begin(archive)
    printed = [page.printed for page in pages]
    with archive.transaction():
        for number, page in enumerate(printed):
            store(archive, crawl, page, [other for other in printed if other.named], number)
        update(archive.db)
    return [address(page).id for page in printed]


def groups(archive: Archive, keys: list[int]) -> list[set[int]]:
    found: dict[object, set[int]] = {}
    for group_id, article_id in rows(archive.db, "select group_id, article_id from translations"):
        assert isinstance(article_id, int)
        found.setdefault(group_id, set()).add(keys.index(article_id))
    return sorted(found.values(), key=min)


@pytest.mark.parametrize(("pages", "expected"), CASES.values(), ids=CASES)
def test_case(archive: Archive, pages: list[Page], expected: list[set[int]]) -> None:
    assert groups(archive, publish(archive, pages)) == expected


def test_evidence_of_a_link_says_what_both_have(archive: Archive) -> None:
    publish(
        archive,
        [
            Page(F, "en", image="7790.jpg", links=("https://www.ports.example/a/?utm_source=x", "https://b.example/")),
            Page(F, "ru", days=1, image="7790.jpg", links=("http://ports.example/a", "https://c.example/")),
        ],
    )
    ((method, score, taken, why, evidence),) = rows(
        archive.db, "select method, score, taken, why, evidence from translation_links"
    )
    assert (method, taken, why) == ("inferred", 1, None)
    assert isinstance(score, float)
    assert 0.99 < score <= 0.999
    told = json.loads(str(evidence))
    assert (told["images"], told["links"], told["days"]) == (1, 1, 1)
    assert told["numbers"] >= 5
    assert told["names"] >= 5
    assert 0.8 < told["cover"] <= 1


def test_image_and_link_that_stand_everywhere_say_nothing(archive: Archive) -> None:
    """Ten pieces share an image and a link: no two of different texts become one."""
    pages = [Page(F, "en", image="globe.jpg", links=("https://t.example/neo",))]
    pages += [
        Page(B, "ru", number=number, author=f"a{number}", image="globe.jpg", links=("https://t.example/neo",))
        for number in range(9)
    ]
    assert groups(archive, publish(archive, pages)) == []
    rare = [replace(page, image="rare.jpg", number=20 + n, days=20) for n, page in enumerate(pages[:2])]
    publish(archive, rare)
    sql = "select max(json_extract(evidence, '$.images')) from translation_links"
    assert rows(archive.db, sql) in ([(1,)], [(None,)])


def test_nearly_as_good_candidates_are_noted_for_a_curator(archive: Archive) -> None:
    publish(archive, [Page(F, "en"), Page(F, "ru"), Page(F, "ru", number=1, more=True)])
    assert rows(archive.db, "select taken, why from translation_links") == [(0, "rival"), (0, "rival")]


def test_article_without_a_day_is_nobodys_candidate(archive: Archive) -> None:
    crawl = begin(archive)
    with archive.transaction():
        for page in (Page(F, "en"), Page(F, "ru")):
            key = store(archive, crawl, page.printed)
        archive.db.execute("update articles set published_date = null where id = ?", (key,))
        update(archive.db)
    assert rows(archive.db, "select * from translations") == []
