"""New Eastern Outlook: English at the root, French under /fr/, Russian under /ru/.

No live page could be reached while this was written. Selectors marked (seen) come from public
code; the others are what a WordPress theme would have. Where none fits, structure decides.
"""

from datetime import date

from scraper.publisher import Edition, Feed, Layout, Listing, Publisher, Rest, Sitemap, Strings

_BODY = ".entry-content, .post-content, .single-content, .article-content, [itemprop='articleBody']"
_QUOTE = "blockquote[class*='pull'], [class*='pull-quote'], [class*='pullquote'], [class*='quote-box']"
_RELATED = "[class*='related'], [class*='more-on'], [class*='read-also']"
_LEAD = "[class*='post-excerpt'], [class*='entry-lead'], p.lead, .lead > p, [class*='standfirst']"

EN = Edition(
    language="en",
    prefix="/",
    sources=(
        Sitemap("/sitemap_index.xml"),
        Sitemap("/wp-sitemap.xml"),
        Feed("/feed/", pages=3),
        Rest("/wp-json/wp/v2/posts"),
        Listing("/category/columns/politics/"),
        Listing("/category/columns/economics/"),
        Listing("/category/columns/society/"),
        Listing("/author/{author}/"),
        Listing("/{year}/{month}/"),
    ),
    strings=Strings(
        by=("Author:", "By"),
        related=("More on this topic", "Read also", "Related articles"),
        footnote=r"organi[sz]ations? banned in",
    ),
)
FR = Edition(
    language="fr",
    prefix="/fr/",
    sources=(
        Sitemap("/fr/sitemap_index.xml"),
        Feed("/fr/feed/", pages=3),
        Rest("/fr/wp-json/wp/v2/posts"),
        Listing("/fr/category/colonnes/politique/"),
        Listing("/fr/category/colonnes/economie/"),
        Listing("/fr/category/colonnes/societe/"),
        Listing("/fr/author/{author}/"),
        Listing("/fr/{year}/{month}/"),
    ),
    strings=Strings(
        by=("Auteur\u00a0:", "Auteur :", "Auteur:", "Par"),
        related=("Plus sur ce sujet", "À lire aussi", "Sur le même sujet", "Lire aussi"),
        footnote=r"organisations? interdites? en Russie",
    ),
)
RU = Edition(
    language="ru",
    prefix="/ru/",
    sources=(
        Sitemap("/ru/sitemap_index.xml"),
        Feed("/ru/feed/", pages=3),
        Rest("/ru/wp-json/wp/v2/posts"),
        Listing("/ru/category/columns/politics/"),
        Listing("/ru/category/columns/economics/"),
        Listing("/ru/category/columns/society/"),
        Listing("/ru/author/{author}/"),
        Listing("/ru/{year}/{month}/"),
    ),
    strings=Strings(
        by=("Автор:",),
        related=("Больше по теме", "Читайте также", "Другие материалы по теме", "По теме"),
        footnote=r"запрещ[её]н\w* (?:в РФ|в России|на территории)",
    ),
)

PUBLISHER = Publisher(
    name="neo",
    title="New Eastern Outlook",
    home="https://journal-neo.su",
    editions=(EN, FR, RU),
    hosts={"journal-neo.org": "", "dev.journal-neo.org": "", "ru.journal-neo.org": "/ru"},
    zone="Europe/Moscow",
    columns=("columns", "colonnes", "rubriki"),
    places=("locations", "emplacements", "regiony"),
    transforms={"DahJTkfw": ")"},  # what the former host printed in its place
    layouts=(
        Layout(
            "L1",
            until=date(2023, 1, 1),
            title="header h1, .entry-title",  # seen
            author=".author a",  # seen
            body=_BODY,
            pull_quote=_QUOTE,
            related=_RELATED,
        ),
        Layout("L2", until=date(2024, 11, 1), body=_BODY, lead=_LEAD, pull_quote=_QUOTE, related=_RELATED),
        Layout("L3", until=date(2025, 7, 1), body=_BODY, lead=_LEAD, pull_quote=_QUOTE, related=_RELATED),
        Layout("L4", body=_BODY, lead=_LEAD, pull_quote=_QUOTE, related=_RELATED),
    ),
)
