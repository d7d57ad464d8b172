"""The WordPress of the tests as a publisher: Debian's two stock themes are its two layouts."""

from dataclasses import replace
from datetime import timedelta

from scraper.publisher import Edition, Feed, Layout, Listing, Publisher, Rest, Sitemap, Strings

from .site import ZONE


def _edition(language: str, prefix: str, by: str) -> Edition:
    sources = (
        Sitemap(f"{prefix}wp-sitemap.xml"),
        Rest(f"{prefix}wp-json/wp/v2/posts"),
        Feed(f"{prefix}feed/", pages=100),
        Listing(prefix),
    )
    return Edition(language, prefix, sources, Strings(by=(by,)))


WORDPRESS = Publisher(
    name="wordpress",
    title="The Bay Gazette",
    home="https://gazette.example",  # leads nowhere: it is crawled where it runs
    editions=(_edition("en", "/", "by"), _edition("fr", "/fr/", "Par"), _edition("ru", "/ru/", "Автор:")),
    zone=ZONE,
    delay=0,
    concurrent=4,
    revisit=None,
    revisit_budget=None,
    sweep=timedelta(),
    layouts=(
        Layout(
            "twentytwentythree",
            body=".wp-block-post-content",
            title="h1.wp-block-post-title",
            byline=".wp-block-post-date",
            author=".wp-block-post-author__name",
            section=".taxonomy-category a",
            tag=".taxonomy-post_tag a",
        ),
        Layout(
            "twentytwentyone",
            body="article .entry-content",
            title="h1.entry-title",
            byline=".posted-by",
            author=".byline a",
            section=".cat-links a",
            tag=".tags-links a",
            image="article .post-thumbnail img",
        ),
    ),
)

# The same, but an article is looked at again only after a share of its age, as a real publisher's.
PATIENT = replace(WORDPRESS, revisit=0.2)
