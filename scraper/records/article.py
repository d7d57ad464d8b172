"""What a page says, as an article, or why it is none."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime


@dataclass(frozen=True, slots=True)
class Block:
    """One block of the body, in reading order."""

    kind: str  # "paragraph", "heading", "item", "quote"
    text: str


@dataclass(frozen=True, slots=True)
class Author:
    """Who signed, as this page prints the name."""

    slug: str  # the key shared by all editions; made from the name where the page links none
    name: str


@dataclass(frozen=True, slots=True)
class Section:
    """A heading under which the publisher files the article."""

    kind: str  # "column", "place" or "section" (not said which)
    slug: str
    name: str


@dataclass(frozen=True, slots=True)
class Tag:
    """A keyword the publisher gave the article."""

    slug: str
    name: str


@dataclass(frozen=True, slots=True)
class Link:
    """A link inside the text, or beside it in lead, footnote or bio."""

    href: str  # absolute
    anchor: str
    part: str = "body"  # "lead", "body", "footnote", "bio"
    block: int | None = None  # which block of the body, from 1; None outside it
    host: str | None = None  # without "www."; None if the address is malformed, or names none
    site: str | None = None  # what was registered: "bbc.co.uk" for "news.bbc.co.uk"; the host where no list says
    internal: bool = False  # leads to the publisher's own site, former hosts included


@dataclass(frozen=True, slots=True)
class Image:
    """An image of the article, by reference."""

    src: str  # absolute
    alt: str
    caption: str | None


@dataclass(frozen=True, slots=True)
class Related:
    """An item of the page's own "More on this topic"; it changes by itself."""

    href: str  # absolute
    title: str


@dataclass(frozen=True, slots=True)
class Disclaimer:
    """Words by which a text marks somebody as banned in Russia, or as a foreign agent, undesirable and the like."""

    kind: (
        str  # "banned", "foreign-agent", "undesirable", "extremist", "terrorist"; "unexplained": a mark without a note
    )
    form: str  # "mark" (`Al-Qaeda*`), "inline" ("(banned in Russia)"), "footnote"
    language: str  # of these words: "en", "fr", "ru"
    words: str  # as printed: of a mark, its note; of an unexplained one, the mark
    entity: str | None = None  # as printed; None where a footnote names nobody
    key: str | None = None  # the entity's words by their stems: the same for «Аль-Каида» and Аль-Каиды
    block: int | None = None  # which block of the body, from 1; 0: the lead; None: title or footnote


@dataclass(frozen=True, slots=True)
class Instalment:
    """Which part of a series an article says that it is."""

    key: str  # the rest of the title, folded: the same for all parts
    title: str  # the rest of the title
    number: int
    words: str  # as printed: "Deuxième partie"


@dataclass(frozen=True, slots=True)
class CountryMentions:
    """How often a text names a country; footnotes and disclaimers do not count."""

    country: str  # ISO 3166-1 alpha-2; XK for Kosovo
    mentions: int  # in title, lead and body
    first_block: int | None  # of the body, from 1; 0: the lead; None: only in the title
    in_title: bool


@dataclass(frozen=True, slots=True)
class Profile:
    """How lead and body are set: what a translator or a machine leaves behind."""

    sentences: int
    sentence_words: float  # mean, of whole sentences in paragraphs; 0 if there are none
    guillemets: int  # « and »
    curly: int  # “ and ”
    low: int  # „
    straight: int  # "
    curly_apostrophes: int  # ’
    straight_apostrophes: int  # '
    em_dashes: int  # —
    en_dashes: int  # –
    other_dashes: int  # ‒ ― and lone hyphens between two spaces
    ellipses: int  # …
    dots: int  # three full stops


@dataclass(frozen=True, slots=True)
class Published:
    """When the publisher says the article came out, as exactly as the page says it."""

    day: date  # the publisher's local day
    moment: datetime | None  # aware, in the zone the page gives; None if it gives only a day
    zone: str | None  # as stated: "+03:00"; or the edition's own, "Europe/Moscow"
    printed: str | None  # the words on the page: "июля 02, 2025"

    @property
    def iso(self) -> str:
        """ISO 8601: the moment with its offset where there is one, else the day."""
        return self.moment.isoformat() if self.moment else self.day.isoformat()


@dataclass(frozen=True, slots=True)
class Stated:
    """One place of a page that states something, and its words."""

    source: str  # "og:title", "json-ld headline"
    raw: str


@dataclass(frozen=True, slots=True)
class FieldSource:
    """Where a field of an article came from."""

    field: str  # its name in `Article`; "body" for the blocks
    source: str  # the place of the page: "json-ld datePublished", "h1", "address"
    raw: str  # what stands there, as it stands; of a body, its first words
    rivals: tuple[Stated, ...] = ()  # what was not taken and says something else


@dataclass(frozen=True, slots=True)
class Article:
    """What one page says. Text: NFC, white space folded, soft hyphens gone."""

    title: str
    language: str | None  # what the page declares; BCP 47 primary subtag
    language_detected: str | None  # what the text is written in
    published: Published | None
    blocks: tuple[Block, ...]
    layout: str  # the publisher's layout that read it; "general" for none
    encoding: str  # that the bytes were read with
    lead: str | None = None
    authors: tuple[Author, ...] = ()
    author_bio: str | None = None
    modified: datetime | None = None  # aware, in the zone the page gives
    sections: tuple[Section, ...] = ()
    tags: tuple[Tag, ...] = ()
    pull_quotes: tuple[str, ...] = ()
    footnotes: tuple[str, ...] = ()
    images: tuple[Image, ...] = ()
    links: tuple[Link, ...] = ()
    related: tuple[Related, ...] = ()
    translations: Mapping[str, str] = field(default_factory=dict)  # language → absolute URL
    canonical: str | None = None  # the page's own word for its address
    replaced: int = 0  # characters U+FFFD in title, lead and body: bytes that meant nothing
    mended: int = 0  # places in the body where damage that the publisher's site is known for was undone
    sources: tuple[FieldSource, ...] = ()  # where the fields above came from
    disclaimers: tuple[Disclaimer, ...] = ()  # in reading order, footnotes last
    instalment: Instalment | None = None
    countries: tuple[CountryMentions, ...] = ()  # the most named first
    profile: Profile | None = None  # None until a text is read to its end

    @property
    def body(self) -> str:
        """Paragraphs and sub-heads, one blank line between two."""
        return "\n\n".join(block.text for block in self.blocks)

    @property
    def structure(self) -> str:
        """A letter for each block of the body: p paragraph, h heading, i item, q quote."""
        return "".join(block.kind[0] for block in self.blocks)

    @property
    def words(self) -> int:
        """Length in words of lead and body."""
        return len(f"{self.lead or ''} {self.body}".split())


@dataclass(frozen=True, slots=True)
class NotAnArticle:
    """Why a page is not kept as an article; `reason` is a counted word."""

    reason: str  # one of REASONS
    detail: str = ""


# Every word by which a URL can be missing from the articles, and what it says.
REASONS: Mapping[str, str] = {
    "pending": "announced, not fetched yet",
    "robots": "robots.txt disallows it",
    "gone-404": "the server says 404: not found",
    "gone-410": "the server says 410: gone",
    "redirected": "the address now leads to another article",
    "off-site": "the address leads away from the publisher",
    "refused-address": "its server's name leads to an address that is not on the internet, or not the publisher's",
    "http-error": "the server answered with another error status",
    "fetch-failed": "no answer: connection, time-out or broken transfer",
    "too-large": "the page is larger than the download limit",
    "not-html": "the answer is not a web page",
    "listing": "a list of articles, not an article",
    "soft-404": "status 200, but the page says that it was not found",
    "consent": "a consent or login wall stands in front",
    "same-body": "the text of three or more addresses: a wall, a missing page or a template",
    "no-text": "no text worth the name: video, gallery or empty page",
    "no-title": "no title could be found",
    "outage": "asked for while the publisher's site was out; it will be asked for again",
    "trap": "one of too many addresses of a kind that only pages name and that hold no article",
    "not-played": "a web archive lists it, and does not give it out",
    "extraction-failed": "the page broke the extractor; its capture is kept",
}
