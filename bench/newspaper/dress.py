"""What a real site puts around an article: styles, scripts, menus, teasers, a foot.

Of 243 real news pages of 60 to 140 KB, the one in the middle has 88 KB, 780 elements, 135 links, 27 scripts, 18
pictures, 47 metas and links in its head, and 13 KB of scripts and styles. A page in this dress has 82 KB, 770 elements,
165 links, 25 scripts, 26 pictures, 50 metas and links, and 14 KB of scripts and styles.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import cache

from bench.newspaper.paper import Paper
from scraper.demo.markup import ADDRESS, text

_METAS, _SCRIPTS, _RULES, _SHELVES, _TEASERS, _FOOT = 22, 24, 60, 50, 15, 34


def dressed(paper: Paper, number: int, page: str) -> str:
    """An article's page with all that; its teasers lead to the newest articles and to its neighbours."""
    head, end, rest = page.partition("</head>")
    start = rest.index(">", rest.index("<body")) + 1
    last = rest.rindex("</body>")
    language = paper.language(number)
    return "".join(
        [
            head,
            _head(language),
            end,
            rest[:start],
            _menus(language),
            rest[start:last],
            "\n".join(_teasers(paper, number)),
            _foot(language),
            rest[last:],
        ]
    )


@cache
def _head(language: str) -> str:
    metas = [
        f'<meta name="bench:setting-{place}" content="{language}-{place:08x}-{place * 7919:012x}">'
        for place in range(_METAS)
    ]
    links = [
        f'<link rel="stylesheet" id="module-{place}" href="{ADDRESS}/wp-content/themes/paper/{place}.css">'
        for place in range(_METAS // 2)
    ]
    rules = "\n".join(
        f".module-{place} .module-{place}__inner {{ margin: 0 auto; padding: {place}px; color: #{place * 4099:06x}; "
        f"display: flex; transition: opacity .{place % 9}s ease-in-out }}"
        for place in range(_RULES)
    )
    return "\n".join([*metas, *links, f"<style>{rules}</style>", *_scripts(_SCRIPTS // 2)])


def _scripts(count: int) -> Iterator[str]:
    for place in range(count):
        told = {"id": place, "endpoint": f"/wp-admin/admin-ajax.php?action={place}", "nonce": f"{place * 99991:010x}"}
        yield f"<script>window.module{place} = {json.dumps(told)}; document.body.dataset.m{place} = 1;</script>"


@cache
def _menus(language: str) -> str:
    entries = "".join(
        f'<li id="menu-item-{place}" class="menu-item menu-item-type-taxonomy menu-item-{place}">'
        f'<a href="{ADDRESS}/category/shelf-{place}/" class="menu-link" data-track="{_tracked(place)}">'
        f"<span>Shelf {place}</span></a></li>"
        for place in range(_SHELVES)
    )
    return f'<nav class="site-navigation" aria-label="Main"><ul class="menu">{entries}</ul></nav>'


def _teasers(paper: Paper, number: int) -> Iterator[str]:
    own = [other for other in range(number % 3, paper.articles, 3)[:_TEASERS] if other != number]
    near = [other for other in range(number - 15, number + 16, 3) if other != number and 0 <= other < paper.articles]
    yield '<aside class="sidebar widget-area">'
    for other in dict.fromkeys([*own, *near]):
        url, title = f"{ADDRESS}{paper.path(other)}", text(paper.post(other).version.title)
        sizes = ", ".join(
            f"{ADDRESS}/wp-content/uploads/teaser-{other}-{width}x{width}.jpg {width}w" for width in (150, 300)
        )
        yield (
            f'<div class="teaser widget post-{other}"><a class="teaser__image" href="{url}" tabindex="-1">'
            f'<img width="300" height="200" loading="lazy" src="{ADDRESS}/wp-content/uploads/teaser-{other}.jpg" '
            f'srcset="{sizes}" sizes="(max-width: 300px) 100vw, 300px" alt="{other}"></a>'
            f'<div class="teaser__text"><h4 class="teaser__title"><a href="{url}">{title}</a></h4>'
            f'<div class="teaser__meta"><span class="date">{paper.published(other):%d.%m.%Y}</span> '
            f'<span class="count">{_icon()}{other % 90}</span></div></div></div>'
        )
    yield "</aside>"


def _tracked(place: int) -> str:
    told = {"component": "navigation", "position": place, "campaign": f"{place * 104729:024x}", "version": "2.41.7"}
    return json.dumps(told).replace('"', "&quot;")


@cache
def _icon() -> str:
    path = " ".join(
        f"{'MLC'[place % 3]}{place * 37 % 24}.{place * 53 % 97} {place * 29 % 24}.{place}" for place in range(50)
    )
    return f'<svg class="icon" viewBox="0 0 24 24" aria-hidden="true"><g><path d="{path}z"></path></g></svg>'


@cache
def _foot(language: str) -> str:
    entries = "".join(
        f'<div class="footer__cell footer__cell--{place}"><ul><li><a href="{ADDRESS}/about/{place}/" rel="nofollow">'
        f"Page {place}</a></li></ul></div>"
        for place in range(_FOOT)
    )
    return f'<footer class="site-footer" lang="{language}">{entries}</footer>' + "\n".join(_scripts(_SCRIPTS // 2))
