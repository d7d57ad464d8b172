"""The demo newspaper that comes with neo-archive, served on loopback by `neo-archive demo`.

Its home is a name that leads nowhere: crawl it where it is served, with --home.
"""

from datetime import timedelta

from scraper.publisher import Edition, Feed, Layout, Listing, Publisher, Sitemap, Strings


def _edition(language: str, prefix: str, strings: Strings) -> Edition:
    sources = (Sitemap("/sitemap_index.xml"), Feed(f"{prefix}feed/", pages=10), Listing(prefix))
    return Edition(language, prefix, sources, strings)


PUBLISHER = Publisher(
    name="demo",
    title="The Demo Courier",
    home="https://courier.example",
    editions=(
        _edition("en", "/", Strings(by=("Author:",), related=("More on this topic",))),
        _edition("fr", "/fr/", Strings(by=("Auteur\u00a0:", "Auteur :"), related=("Plus sur ce sujet",))),
        _edition("ru", "/ru/", Strings(by=("Автор:",), related=("Больше по теме",))),
    ),
    zone="Europe/Moscow",
    transforms={"DahJTkfw": ")"},  # printed in its place on the paper's fifth day
    delay=0,
    concurrent=8,
    revisit=None,  # every article at every crawl: it is small, and changes silently
    revisit_budget=None,
    sweep=timedelta(),  # at every crawl
    layouts=(
        Layout(
            "modern",
            body=".entry-content",
            title="h1.entry-title",
            byline=".post-meta",
            author=".post-meta a[rel~='author']",
            lead=".post-lead",
            pull_quote=".pull-quote",
            related=".related-posts",
            section=".post-sections a",
            tag=".post-tags a",
            image=".post-thumbnail img",
        ),
        Layout(
            "classic",
            body=".post-content",
            title="h1.entry-title",
            byline=".entry-meta",
            author=".entry-meta .author a",
            lead=".standfirst",
            pull_quote=".quote-box",
            related=".yarpp",
            section=".cat-links a",
            tag=".tag-links a",
        ),
    ),
)
