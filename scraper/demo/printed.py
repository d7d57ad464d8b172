"""What every article page says, as a reader sees it: the truth that tests compare with."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import NamedTuple

from scraper.demo import markup
from scraper.demo.markup import Block, Link
from scraper.demo.posts import Post, posts
from scraper.demo.terms import Term

OTHER_QUOTES = str.maketrans({"’": "'", "‘": "'", "“": '"', "”": '"', "«": '"', "»": '"'})
APART = {"pull", "figure"}  # blocks that are not the body's text


class Picture(NamedTuple):
    """An image of an article; ``path`` is its address path."""

    path: str
    alt: str
    caption: str | None


@dataclass(frozen=True, slots=True)
class Printed:
    """One article page of one day.

    Texts are NFC; no-break spaces are those of the page, soft hyphens are not there.
    """

    language: str
    path: str
    story: int  # shared by translations
    post: int  # the number of the shortlink, "/?p="
    title: str
    lead: str | None
    authors: tuple[Term, ...]  # (slug, name as this edition prints it)
    published: datetime  # aware, +03:00
    modified: datetime  # as the page states it; a silent edit leaves it as it was
    body: tuple[Block, ...]  # (kind, text); kinds: paragraph, heading, item, quote
    pull_quotes: tuple[str, ...]
    footnotes: tuple[str, ...]  # with their leading star
    bio: str | None
    sections: tuple[Term, ...]  # (slug such as "columns/harbour", label)
    tags: tuple[Term, ...]
    links: tuple[Link, ...]  # in the body, in order; an href inside the paper begins with "/"
    images: tuple[Picture, ...]  # the one above the body first
    translations: Mapping[str, str]  # other language: path
    announced_by: frozenset[str]  # of "sitemap", "feed", "listing"

    @property
    def image(self) -> Picture | None:
        """The picture above the body."""
        return self.images[0] if self.images else None

    @property
    def text(self) -> str:
        """The body's text, one block a paragraph."""
        return "\n\n".join(block.text for block in self.body)


@cache
def articles(day: int) -> tuple[Printed, ...]:
    """Every public article page of the day, oldest first.

    Raises ``ValueError`` if the paper has no such day.
    """
    return tuple(_printed(post) for post in posts(day))


def pictures(post: Post) -> tuple[Picture, ...]:
    """The article's images, the one above the body first."""
    found = []
    if post.story.image:
        found.append(_picture(post, post.story.image, post.version.alt, post.version.caption))
    for kind, source in post.version.blocks:
        if kind == "figure":
            name, _, caption = source.partition(" ")
            found.append(_picture(post, name, name.removesuffix(".jpg"), caption))
    return tuple(found)


def _picture(post: Post, name: str, alt: str | None, caption: str | None) -> Picture:
    title = markup.plain(post.version.title).translate(OTHER_QUOTES)
    return Picture(post.story.upload(name), alt or title, markup.plain(caption) if caption else None)


def _printed(post: Post) -> Printed:
    version, story = post.version, post.story
    body = [block for block in version.blocks if block.kind not in APART]
    return Printed(
        language=post.language,
        path=post.path,
        story=story.number,
        post=post.number,
        title=markup.plain(version.title),
        lead=markup.plain(version.lead) if version.lead else None,
        authors=post.authors,
        published=story.published,
        modified=post.modified,
        body=tuple(Block(_kind(kind), markup.plain(source)) for kind, source in body),
        pull_quotes=tuple(markup.plain(text) for kind, text in version.blocks if kind == "pull"),
        footnotes=tuple(map(markup.plain, version.footnotes)),
        bio=markup.plain(version.bio) if version.bio else None,
        sections=post.sections,
        tags=post.tags,
        links=tuple(link for block in body for link in markup.links(block.text)),
        images=pictures(post),
        translations=dict(post.translations),
        announced_by=story.announced_by,
    )


def _kind(kind: str) -> str:
    return "paragraph" if kind == "loud" else kind
