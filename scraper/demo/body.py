"""The parts of a post that both layouts print, in the shapes that each of them gives."""

from collections.abc import Iterator, Mapping
from hashlib import sha256

from scraper.demo import markup
from scraper.demo.days import the_day
from scraper.demo.editions import edition
from scraper.demo.frame import author_path
from scraper.demo.markup import ADDRESS, attribute, text
from scraper.demo.posts import Post
from scraper.demo.printed import Picture, pictures
from scraper.demo.shelves import Shelf
from scraper.demo.stories import prefix
from scraper.demo.terms import Term

Shapes = Mapping[str, str]  # kind of block: its HTML, with {} for what is in it


def body(day: int, post: Post, shapes: Shapes) -> Iterator[str]:
    """The text with its pictures, then its footnotes and the note on its author.

    On some days, closing brackets are printed as something else.
    """
    bracket = the_day(day).brackets.get(post.language, ")")
    images = iter(pictures(post)[bool(post.story.image) :])
    blocks = post.version.blocks
    for place, (kind, source) in enumerate(blocks):
        if kind == "figure":
            yield picture(next(images), shapes)
        elif kind == "item":
            first = place == 0 or blocks[place - 1].kind != "item"
            last = place + 1 == len(blocks) or blocks[place + 1].kind != "item"
            yield f"{'<ul>' if first else ''}<li>{markup.rich(source)}</li>{'</ul>' if last else ''}"
        else:
            yield shapes[kind].format(markup.rich(source).replace(")", bracket))
    for footnote in post.version.footnotes:
        yield shapes["footnote"].format(text(footnote))
    if post.version.bio:
        yield "<p>&nbsp;</p>"
        yield shapes["bio"].format(text(post.version.bio))


def picture(image: Picture, shapes: Shapes, kind: str = "figure") -> str:
    """One picture with its caption."""
    caption = shapes["caption"].format(text(image.caption)) if image.caption else ""
    source, alt = ADDRESS + image.path, attribute(image.alt)
    return shapes[kind].format(f'<img src="{source}" alt="{alt}" width="640" height="360">{caption}')


def authors(post: Post, rel: str = "") -> str:
    """The authors, each linked to the page that lists their posts."""
    return ", ".join(
        f'<a{rel} href="{ADDRESS}{author_path(post.language, slug)}">{text(name)}</a>' for slug, name in post.authors
    )


def names(post: Post) -> str:
    """The authors without links, as listings print them."""
    return ", ".join(text(name) for _, name in post.authors)


def sections(post: Post) -> str:
    """The sections, linked."""
    return _labels(post, "category", "category tag", post.sections)


def tags(post: Post) -> str:
    """The tags, linked."""
    return _labels(post, "tag", "tag", post.tags)


def excerpt(post: Post, words: int = 30) -> str:
    """The lead, or the first words of the body where there is none."""
    if post.version.lead:
        return markup.plain(post.version.lead)
    first = next(block for block in post.version.blocks if block.kind == "paragraph")
    return " ".join(markup.plain(first.text).split(" ")[:words]) + " […]"


def pagination(shelf: Shelf, number: int) -> str:
    """Links to the other pages of a listing and to the next; nothing if there is only one."""
    if shelf.pages == 1:
        return ""
    places = [
        f'<span class="page-numbers current">{place}</span>'
        if place == number
        else f'<a class="page-numbers" href="{ADDRESS}{shelf.page_path(place)}">{place}</a>'
        for place in range(1, shelf.pages + 1)
    ]
    if number < shelf.pages:
        href = ADDRESS + shelf.page_path(number + 1)
        label = text(edition(shelf.language).next)
        places.append(f'<a class="next page-numbers" rel="next" href="{href}">{label}</a>')
    return " ".join(places)


def shares(day: int, post: Post) -> int:
    """How often the post was shared by that day, or so the page says."""
    return 3 + 10 * day + sha256(f"{post.number}".encode()).digest()[0] % 40


def _labels(post: Post, kind: str, rel: str, terms: tuple[Term, ...]) -> str:
    start = f"{ADDRESS}{prefix(post.language)}/{kind}"
    return ", ".join(f'<a href="{start}/{slug}/" rel="{rel}">{text(name)}</a>' for slug, name in terms)
