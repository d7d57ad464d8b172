"""Pieces, each in one language or more, and the hard case that each stands for."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random

from bench.planted import words
from bench.planted.words import LANGUAGES
from scraper.demo.markup import plain
from scraper.demo.stories import stories

_BOILERPLATE = ("https://t.example/newspaper", "https://help.example/subscribe")


@dataclass(frozen=True, slots=True)
class Printed:
    """A piece in one language, as a page would say it."""

    piece: int
    language: str
    day: date
    author: str | None
    title: str
    paragraphs: tuple[str, ...]
    images: tuple[str, ...]
    links: tuple[str, ...]
    named: bool = False  # the English and the French one name each other


@dataclass(frozen=True, slots=True)
class Planted:
    """A piece that is somewhere in the archive."""

    number: int
    case: str
    printed: tuple[Printed, ...]


@dataclass(frozen=True, slots=True)
class _Scene:
    """What a piece is about."""

    people: tuple[tuple[tuple[str, str, str], tuple[str, str, str]], ...]
    places: tuple[tuple[str, str, str], ...]
    sentences: tuple[tuple[int, dict[str, float]], ...]  # which, with its numbers
    story: int
    theme: int
    part: int | None = None


@dataclass
class Maker:
    """Makes pieces of one half of everything: stories, sentences, names."""

    random: Random
    half: int
    made: list[Planted] = field(default_factory=list)

    def __post_init__(self) -> None:
        full = [story for story in stories() if {*LANGUAGES} <= {*story.versions}]
        self._stories = full[self.half :: 2]
        self._first = words.table(words.FIRST)
        self._last = words.table(words.LAST)[self.half :: 2]
        self._places = words.table(words.PLACES)
        self._sentences = words.SENTENCES[self.half :: 2]
        self._themes = words.THEMES

    def scene(self, length: int = 0, like: _Scene | None = None) -> _Scene:
        """A new subject; with `like`, one of the same people, places and story, of whom other things are told."""
        random = self.random
        length = length or random.randint(3, 6)
        sentences = tuple((random.randrange(len(self._sentences)), self._figures()) for _ in range(length))
        if like:
            people = (*like.people[:2], self._person())
            told = (*like.sentences[:2], *sentences[2:])  # background that an author tells each time
            story = random.choice((like.story, random.randrange(len(self._stories))))
            return _Scene(people, like.places, told, story, random.randrange(len(self._themes)))
        return _Scene(
            tuple(self._person() for _ in range(3)),
            tuple(random.sample(self._places, 2)),
            sentences,
            random.randrange(len(self._stories)),
            random.randrange(len(self._themes)),
        )

    def _person(self) -> tuple[tuple[str, str, str], tuple[str, str, str]]:
        return self.random.choice(self._first), self.random.choice(self._last)

    def _figures(self) -> dict[str, float]:
        found: dict[str, float] = {key: words.any_number(self.random) for key in "nmk"}
        return found | {
            "y": self.random.randint(1950, 2024),
            "t": self.random.randint(1, 28),
            "u": self.random.randint(1, 12),
        }

    def text(self, scene: _Scene, language: str, drop: float = 0.0, prose: int = 3) -> tuple[str, list[str], list[str]]:
        """Title, paragraphs and links of a scene in a language."""
        random, at = self.random, LANGUAGES.index(language)
        fixed = Random(str(scene))  # what is the same in all languages
        people = dict(zip("pqr", scene.people, strict=True))
        places = dict(zip("cd", scene.places, strict=True))
        paragraphs = []
        for number, figures in scene.sentences:
            slots: dict[str, str] = {}
            for key, (first, last) in people.items():
                spelled = words.name(random, first, last, language)
                slots[key] = spelled
                if language == "ru":
                    slots |= {f"{key}_{case}": words.declined(spelled, case) for case in "gdi"}
            slots |= {key: place[at] for key, place in places.items()}
            slots |= {key: words.number(random, figures[key], language) for key in "nmk"}
            slots["y"] = str(int(figures["y"]))
            slots["t"] = words.day(random, int(figures["t"]), int(figures["u"]), language)
            paragraphs.append(self._sentences[number][at].format(**slots))
        story = self._stories[scene.story].versions
        length = min(len([b for b in story[other].blocks if b.kind == "paragraph"]) for other in LANGUAGES)
        chosen = sorted(fixed.sample(range(length), min(prose, length)))
        blocks = [plain(b.text) for b in story[language].blocks if b.kind == "paragraph"]
        for place, number in enumerate(chosen):
            paragraphs.insert(min(len(paragraphs), 2 * place + 1), blocks[number])
        if drop:
            kept = [text for text in paragraphs if random.random() >= drop]
            paragraphs = kept if len(kept) >= 3 else paragraphs[:3]
        title = self._themes[scene.theme][at].format(
            p=words.name(random, *people["p"], language), c=places["c"][at], d=places["d"][at]
        )
        if scene.part:
            title += f". {words.part(random, scene.part, language)}"
        links = [f"https://source{fixed.randrange(10_000)}.example/{fixed.randrange(10_000)}" for _ in range(2)]
        return title, paragraphs, links

    def add(
        self,
        case: str,
        scene: _Scene,
        day: date,
        author: str | None,
        languages: Sequence[str],
        *,
        late: int = 0,
        drop: float = 0.0,
        prose: int = 0,
        image: str | None = None,
        evidence: float = 0.5,
        named: bool = False,
    ) -> None:
        """Adds a piece; with `evidence`, the probability that its image and a link are the same in all languages."""
        random = self.random
        number = len(self.made)
        own = f"{self.half}{number:05}"
        prose = prose or random.randint(3, 6)
        same_image, same_links = random.random() < evidence, random.random() < evidence
        printed = []
        for at, language in enumerate(languages):
            title, paragraphs, links = self.text(scene, language, drop if at else 0.0, prose)
            file = image or (f"{own}.jpg" if same_image else f"{own}-{language}.jpg")
            if not image and same_image and random.random() < 0.3:
                file = file.replace(".jpg", "-1024x576.jpg")
            links = links if same_links else [f"{link}/{language}" for link in links]
            shift = timedelta(days=random.randint(1, late) if late and at else 0)
            printed.append(
                Printed(
                    number,
                    language,
                    day + shift,
                    author,
                    title,
                    tuple(paragraphs),
                    (file, "share.png"),
                    (*links, *_BOILERPLATE),
                    named and language in ("en", "fr"),
                )
            )
        self.made.append(Planted(number, case, tuple(printed)))


def true_pairs(pieces: Sequence[Planted]) -> Iterator[tuple[Printed, Printed, str]]:
    """Every pair of languages of a piece, unless it is stated, with the case."""
    for piece in pieces:
        for number, one in enumerate(piece.printed):
            for other in piece.printed[number + 1 :]:
                if not (one.named and other.named):
                    yield one, other, piece.case
