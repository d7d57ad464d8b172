"""The newer layout: what stands in the middle of its articles and listings."""

from scraper.demo.body import authors, body, excerpt, names, pagination, picture, sections, shares, tags
from scraper.demo.editions import edition
from scraper.demo.frame import link
from scraper.demo.markup import ADDRESS, text
from scraper.demo.posts import Post, related
from scraper.demo.printed import pictures
from scraper.demo.shelves import Shelf

WITH_LEAD = 3  # so many posts of a listing show their lead, the others only their title

SHAPES = {
    "paragraph": "<p>{}</p>",
    "heading": "<h2>{}</h2>",
    "loud": '<h2 style="font-size: 18px; font-weight: normal;">{}</h2>',
    "quote": "<blockquote><p>{}</p></blockquote>",
    "pull": '<div class="pull-quote">{}</div>',
    "thumbnail": '<figure class="post-thumbnail">{}</figure>',
    "figure": '<figure class="wp-block-image">{}</figure>',
    "caption": "<figcaption>{}</figcaption>",
    "footnote": "<p>{}</p>",
    "bio": "<p><strong>{}</strong></p>",
}


def article(day: int, post: Post) -> str:
    """The article as HTML, with its share row and its related posts."""
    version, words = post.version, edition(post.language)
    byline = authors(post, ' rel="author"')
    lines = [
        f'<article id="post-{post.number}" class="post-{post.number} post type-post hentry">',
        f'<h1 class="entry-title">{text(version.title)}</h1>',
        f'<div class="post-meta">{byline}, {words.date(post.published)}</div>',
    ]
    if version.lead:
        lines.append(f'<div class="post-lead"><p>{text(version.lead)}</p></div>')
    if post.story.image:
        lines.append(picture(pictures(post)[0], SHAPES, "thumbnail"))
    share = f"share?url={ADDRESS}{post.path}"
    lines += [
        '<div class="entry-content">',
        *body(day, post, SHAPES),
        "</div>",
        f'<div class="post-sections">{sections(post)}</div>',
        f'<div class="post-tags">{tags(post)}</div>',
        f'<div class="share-row">{text(words.share)} <a href="https://chirp.example/{share}">Chirp</a> '
        f'<a href="https://lens.example/{share}">Lens</a> '
        f'<span class="share-count">{shares(day, post)}</span></div>',
        "</article>",
        f'<section class="related-posts"><h3>{text(words.related)}</h3><ul>',
        *(f"<li>{link(other)}</li>" for other in related(day, post)),
        "</ul></section>",
    ]
    return "\n".join(lines)


def listing(shelf: Shelf, number: int) -> str:
    """One page of a listing as HTML: the first posts with their leads, the others without."""
    lines = [f'<h1 class="page-title">{text(shelf.heading)}</h1>', '<div class="category-posts-container">']
    for place, post in enumerate(shelf.page(number)):
        lines.append('<article class="category-posts-item">')
        lines.append(f'<h2 class="category-posts-title">{link(post)}</h2>')
        if place < WITH_LEAD:
            date = edition(post.language).date(post.published)
            lines.append(f'<p class="category-posts-excerpt">{text(excerpt(post))}</p>')
            lines.append(f'<span class="category-posts-author">{names(post)}</span>,')
            lines.append(f'<span class="category-posts-date">{date}</span>')
        lines.append("</article>")
    lines += ["</div>", f'<nav class="pagination">{pagination(shelf, number)}</nav>']
    return "\n".join(lines)
