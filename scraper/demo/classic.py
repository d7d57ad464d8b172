"""The older layout: what stands in the middle of its articles and listings."""

from scraper.demo.body import authors, body, excerpt, names, pagination, picture, sections, shares, tags
from scraper.demo.editions import edition
from scraper.demo.frame import link
from scraper.demo.markup import ADDRESS, text
from scraper.demo.posts import Post, related
from scraper.demo.printed import pictures
from scraper.demo.shelves import Shelf

SHAPES = {
    "paragraph": '<p style="text-align: justify;">{}</p>',
    "heading": "<h3>{}</h3>",
    "loud": '<h2 style="font-size: 16px; font-weight: normal;">{}</h2>',
    "quote": "<blockquote>{}</blockquote>",
    "pull": '<aside class="quote-box">{}</aside>',
    "figure": '<div class="wp-caption">{}</div>',
    "caption": '<p class="wp-caption-text">{}</p>',
    "footnote": '<p class="note"><small>{}</small></p>',
    "bio": "<p><em>{}</em></p>",
}


def article(day: int, post: Post) -> str:
    """The article as HTML, with its share row and its related posts."""
    version, words = post.version, edition(post.language)
    lines = [
        f'<div id="post-{post.number}" class="post-{post.number} post hentry">',
        f'<div class="entry-meta">{post.published:%d.%m.%Y} '
        f'<span class="author">{text(words.author)} {authors(post)}</span></div>',
        f'<h1 class="entry-title">{text(version.title)}</h1>',
    ]
    if version.lead:
        lines.append(f'<p class="standfirst">{text(version.lead)}</p>')
    lines.append('<div class="post-content">')
    if post.story.image:
        lines.append(picture(pictures(post)[0], SHAPES))
    share = f"https://chirp.example/share?url={ADDRESS}{post.path}"
    lines += [
        *body(day, post, SHAPES),
        "</div>",
        f'<p class="cat-links">{sections(post)}</p>',
        f'<p class="tag-links">{tags(post)}</p>',
        f'<div class="addtoany">{text(words.share)} <a href="{share}">Chirp</a> ({shares(day, post)})</div>',
        f'<div class="yarpp"><h4>{text(words.related)}</h4><ol>',
        *(f"<li>{link(other)}</li>" for other in related(day, post)),
        "</ol></div>",
        "</div>",
    ]
    return "\n".join(lines)


def listing(shelf: Shelf, number: int) -> str:
    """One page of a listing as HTML: date, author and the first words of each post."""
    lines = [f'<h1 class="archive-title">{text(shelf.heading)}</h1>']
    for post in shelf.page(number):
        words = excerpt(post).removesuffix(" […]").rstrip(".")
        lines += [
            '<article class="hentry">',
            f'<h2 class="entry-title">{link(post)}</h2>',
            f'<div class="post-date">{post.published:%d.%m.%Y} {names(post)}</div>',
            f'<div class="excerpt"><p>{text(words)}…</p></div>',
            "</article>",
        ]
    if links := pagination(shelf, number):
        lines.append(f'<div class="nav-links">{text(edition(shelf.language).pages)} {links}</div>')
    return "\n".join(lines)
