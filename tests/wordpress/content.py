"""What the newspaper prints: our demo's stories and many small ones, in three languages.

The same at every run. The small ones are put together from `words.toml`: a topic at a place,
then lines chosen by the story's own number, the same ones in each of its languages.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from functools import cache
from html import escape
from pathlib import Path
from random import Random
from typing import Any

from scraper.demo import markup, terms
from scraper.demo.stories import HERE as DEMO
from scraper.demo.stories import LANGUAGES, Story, stories

_FIRST = datetime(2016, 1, 4, 9, 30)  # noqa: DTZ001 - the newspaper's local time, as WordPress takes it
_PATTERN = (("en",), LANGUAGES, ("en",), LANGUAGES, ("en", "fr"), ("ru",))  # the languages of six stories in turn
# The block: for the bare comment of the classic editor, block themes print no links to the other pages.
_PAGE_BREAK = "\n<!-- wp:nextpage -->\n<!--nextpage-->\n<!-- /wp:nextpage -->\n"
_SHARED = {"paragraph", "heading", "quote", "item"}  # blocks that every theme prints as text
_IMAGES = sorted((DEMO / "images").glob("*.jpg"))
_TAGS = ("weather", "trams", "birds", "food", "history", "schools", "maps", "music")
_WRITERS = ("anna-velm", "tomas-arden", "ilse-korhan", "nadia-sorel", "peter-halloway")
_LATIN = dict(zip("абвгдезийклмнопрстуфхцыэ", "abvgdeziyklmnoprstufhcye", strict=True))
_LATIN |= {"ё": "e", "ж": "zh", "ч": "ch", "ш": "sh", "щ": "sch", "ю": "yu", "я": "ya", " ": "-"}

Trail = Sequence[tuple[str, str]]  # a section's slug and name after those of its parents


@dataclass(frozen=True, slots=True)
class Piece:
    """A post as WordPress is to have it."""

    language: str
    title: str
    content: str  # HTML, as an editor would leave it
    date: str  # local: "2024-05-01 09:30:00"
    status: str = "publish"
    type: str = "post"
    slug: str | None = None  # None: WordPress makes it from the title
    password: str = ""
    author: str = "editor"
    sections: Sequence[Trail] = ()
    tags: Sequence[str] = ()  # names
    image: str | None = None  # a file
    comments: Sequence[str] = ()
    story: str | None = None  # shared by its translations


def everything() -> list[dict[str, Any]]:
    """All posts and pages, ready for JSON."""
    return [asdict(piece) for piece in (*_demo(), *_small(), *_spread(), *_hidden(), *_pages())]


def authors() -> dict[str, str]:
    """The writers' names by their slugs."""
    known = {slug for story in stories() for slug in story.authors} | set(_WRITERS)
    return {author.slug: author.name for author in terms.authors(tuple(sorted(known)), "en")}


def small(number: int, language: str) -> tuple[str, list[str]]:
    """Title and paragraphs of a small story; a paragraph that is a heading begins with "## "."""
    words = _words()
    chance = Random(number)
    topic = words["topics"][number % len(words["topics"])]
    place = words["places"][number // len(words["topics"]) % len(words["places"])]

    def said(line: str) -> str:
        name, day = chance.randrange(6), chance.randrange(5)
        return line.format(
            where=place[language],
            number=chance.choice(words["numbers"]),
            name=words["names"][language][name],
            day=words["days"][language][day],
        )

    title, *opening = topic[language]
    paragraphs = [" ".join(said(line) for line in opening)]
    lines = chance.sample(words["lines"], 20)
    heading = chance.randrange(5)
    for start in range(0, 20, 4):
        if start == 8:
            paragraphs.append(f"## {words['headings'][language][heading]}")
        paragraphs.append(" ".join(said(line[language]) for line in lines[start : start + 4]))
    return title.format(where=place[language]), paragraphs


def _small() -> Iterator[Piece]:
    words = _words()
    for number in range(len(words["topics"]) * len(words["places"])):
        topic = words["topics"][number % len(words["topics"])]
        place = words["places"][number // len(words["topics"])]
        languages = _PATTERN[number % len(_PATTERN)]
        for language in languages:
            title, paragraphs = small(number, language)
            yield Piece(
                language,
                title,
                (_as_blocks, _as_typed, _as_html)[number % 3](paragraphs),
                f"{_FIRST + timedelta(days=17 * number, hours=5 * number % 24):%F %T}",
                slug=_latin(title) if language == "ru" and number % 4 == 1 else None,
                author=_WRITERS[number % len(_WRITERS)],
                sections=(_trail(topic["section"], language), _trail(place["section"], language)),
                tags=[_tag(number, language), _tag(number + 3, language)],
                image=str(_IMAGES[number % len(_IMAGES)]) if number % 24 == 0 else None,
                comments=["I was there and it was exactly so."] * (number % 16 == 0),
                story=f"small-{number}" if len(languages) > 1 else None,
            )


def _demo() -> Iterator[Piece]:
    for story in stories():
        for language, version in story.versions.items():
            blocks = [block for block in version.blocks if block.kind in _SHARED]
            yield Piece(
                language,
                version.title,
                "\n\n".join(_gutenberg(block.kind, markup.rich(block.text)) for block in blocks),
                f"{story.published:%F %T}",
                slug=version.slug,
                author=story.authors[0],
                sections=[_trail(slug, language) for slug in story.sections],
                tags=[tag.name for tag in terms.tags(story.tags, language)],
                story=_key(story),
            )


def _spread() -> Iterator[Piece]:
    """A long read that WordPress prints on three pages: /slug/, /slug/2/, /slug/3/."""
    for language in LANGUAGES:
        parts = [small(400 + number, language) for number in range(3)]
        content = _PAGE_BREAK.join(_as_html(paragraphs) for _, paragraphs in parts)
        yield Piece(language, parts[0][0], content, "2024-02-29 00:20:00", author=_WRITERS[0])


def _hidden() -> Iterator[Piece]:
    """What no reader is to see, or only one who knows the password."""
    kinds = ("private", "draft", "pending", "future", "password", "trash")
    for number, (language, kind) in enumerate((language, kind) for language in LANGUAGES for kind in kinds * 2):
        title, paragraphs = small(200 + number, language)
        yield Piece(
            language,
            f"{title} ({kind} {number})",
            _as_html(paragraphs),
            f"{_FIRST + timedelta(days=71 * number + (12000 if kind == 'future' else 0)):%F %T}",
            status="publish" if kind == "password" else kind,
            password="mouette" if kind == "password" else "",
        )


def _pages() -> Iterator[Piece]:
    for language in LANGUAGES:
        for number, slug in enumerate(("about", "contact", "imprint")):
            text = _as_html(small(300 + number, language)[1])
            yield Piece(language, slug.title(), text, "2016-01-01 08:00:00", type="page", slug=slug)


def _as_blocks(paragraphs: Sequence[str]) -> str:
    """As the block editor keeps it."""
    return "\n\n".join(
        _gutenberg("heading" if line.startswith("## ") else "paragraph", _safe(line.removeprefix("## ")))
        for line in paragraphs
    )


def _as_typed(paragraphs: Sequence[str]) -> str:
    """As the classic editor keeps it: WordPress makes the paragraphs."""
    return "\n\n".join(f"<h3>{_safe(line[3:])}</h3>" if line.startswith("## ") else _safe(line) for line in paragraphs)


def _as_html(paragraphs: Sequence[str]) -> str:
    """As pasted from elsewhere."""
    return "\n".join(
        f"<h2><strong>{_safe(line[3:])}</strong></h2>" if line.startswith("## ") else f"<p>{_safe(line)}</p>"
        for line in paragraphs
    )


def _gutenberg(kind: str, html: str) -> str:
    html = html.replace(markup.ADDRESS, "")
    inner = {
        "paragraph": f"<p>{html}</p>",
        "heading": f"<h2>{html}</h2>",
        "quote": f'<blockquote class="wp-block-quote"><p>{html}</p></blockquote>',
        "item": f"<ul><li>{html}</li></ul>",
    }[kind]
    name = {"item": "list"}.get(kind, kind)
    return f"<!-- wp:{name} -->\n{inner}\n<!-- /wp:{name} -->"


def _safe(text: str) -> str:
    return escape(text, quote=False)


def _trail(section: str, language: str) -> Trail:
    """A section under its parents: "locations/islands/ondra" lies in the islands, among the places."""
    root, *rest = section.split("/")
    slugs = ["/".join((root, *rest[: length + 1])) for length in range(len(rest))]
    named = terms.sections(tuple(slugs), language)
    return [(root, _words()["sections"][root][language])] + [(term.slug.rsplit("/", 1)[1], term.name) for term in named]


def _tag(number: int, language: str) -> str:
    return terms.tags((_TAGS[number % len(_TAGS)],), language)[0].name


def _key(story: Story) -> str | None:
    return f"demo-{story.number}" if len(story.versions) > 1 else None


def _latin(title: str) -> str:
    """A Russian title in Latin letters, as the editors of such papers type a slug."""
    letters = "".join(_LATIN.get(letter, "") for letter in title.lower())
    return "-".join(part for part in letters.split("-") if part)


@cache
def _words() -> Mapping[str, Any]:
    return tomllib.loads(Path(__file__).with_name("words.toml").read_text(encoding="utf-8"))
