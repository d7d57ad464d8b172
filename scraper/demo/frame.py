"""What surrounds every page: its head, its menu, its side column and its foot."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from string import Template

from scraper.demo import terms
from scraper.demo.days import the_day
from scraper.demo.editions import Edition, edition
from scraper.demo.markup import ADDRESS, attribute, text
from scraper.demo.posts import Post, home, latest
from scraper.demo.printed import pictures
from scraper.demo.stories import HERE, LANGUAGES, prefix


@dataclass(frozen=True, slots=True)
class Page:
    """A page before its frame: what stands in the middle, and what its head says."""

    language: str
    title: str
    path: str
    body_class: str
    main: str  # HTML
    head: str  # HTML
    switch: Mapping[str, str]  # other language: path


def framed(day: int, page: Page) -> str:
    """The whole page in its edition's layout of that day."""
    words = edition(page.language)
    return _template(the_day(day).layouts[page.language]).substitute(
        language=page.language,
        title=text(f"{page.title} | {words.name}" if page.title else words.name),
        head=page.head,
        body_class=page.body_class,
        home=ADDRESS + home(page.language),
        address=ADDRESS,
        name=text(words.name),
        tagline=text(words.tagline),
        menu=_menu(day, words),
        switch="|".join(_switch(language, page) for language in LANGUAGES),
        follow=text(words.follow[(day - 1) % len(words.follow)]),
        feed=f"{ADDRESS}{home(page.language)}feed/",
        main=page.main,
        search=attribute(words.search),
        latest_label=text(words.latest),
        latest="\n".join(f"<li>{link(post)}</li>" for post in latest(day, page.language)),
        digest=text(words.digest),
        digests="".join(f"<option>{month:02}.2025</option>" for month in range(3, 8)),
        year=the_day(day).date.year,
        rights=text(words.rights),
        about=text(words.about),
    )


def link(post: Post) -> str:
    """A post's title, linked to it."""
    return f'<a href="{ADDRESS}{post.path}">{text(post.version.title)}</a>'


def head(page_path: str, language: str) -> str:
    """The head of a page that is not an article."""
    return f'<link rel="canonical" href="{ADDRESS}{page_path}">\n{_feed_link(language)}'


def article_head(post: Post) -> str:
    """The head of an article: addresses, translations, share cards and JSON-LD."""
    title, lead = post.version.title, post.version.lead
    lines = [f'<link rel="canonical" href="{ADDRESS}{post.path}">']
    lines += [
        f'<link rel="alternate" hreflang="{language}" href="{ADDRESS}{path}">'
        for language, path in post.alternates.items()
    ]
    lines.append(f'<link rel="shortlink" href="{ADDRESS}/?p={post.number}">')
    lines.append(_feed_link(post.language))
    if lead:
        lines.append(f'<meta name="description" content="{attribute(lead)}">')
    facts = {
        "og:type": "article",
        "og:title": title,
        "og:url": ADDRESS + post.path,
        "og:site_name": edition(post.language).name,
        "article:published_time": post.published.isoformat(),
        "article:modified_time": post.modified.isoformat(),
    }
    if images := pictures(post):
        facts["og:image"] = ADDRESS + images[0].path
    lines += [f'<meta property="{name}" content="{attribute(value)}">' for name, value in facts.items()]
    lines.append(f'<script type="application/ld+json">{_json_ld(post)}</script>')
    return "\n".join(lines)


def _json_ld(post: Post) -> str:
    authors = [
        {"@type": "Person", "name": name, "url": f"{ADDRESS}{author_path(post.language, slug)}"}
        for slug, name in post.authors
    ]
    facts = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": post.version.title,
        "inLanguage": post.language,
        "mainEntityOfPage": ADDRESS + post.path,
        "datePublished": post.published.isoformat(),
        "dateModified": post.modified.isoformat(),
        "author": authors,
        "publisher": {"@type": "Organization", "name": edition(post.language).name},
    }
    return json.dumps(facts, ensure_ascii=False).replace("</", "<\\/")


def author_path(language: str, slug: str) -> str:
    """The address path of an author's page in one edition."""
    return f"{prefix(language)}/author/{slug}/"


def _menu(day: int, words: Edition) -> str:
    entries = [
        (f"{prefix(words.language)}/category/{slug}/", name)
        for slug, name in terms.sections(tuple(words.menu), words.language)
    ]
    entries.append(("/about/", words.contact[(day - 1) % len(words.contact)]))
    return "\n".join(f'<li><a href="{ADDRESS}{path}">{text(name)}</a></li>' for path, name in entries)


def _switch(language: str, page: Page) -> str:
    if language == page.language:
        return f'<span class="current-lang">{language.upper()}</span>'
    path = page.switch.get(language, home(language))
    return f'<a href="{ADDRESS}{path}" lang="{language}">{language.upper()}</a>'


def _feed_link(language: str) -> str:
    title = attribute(edition(language).name)
    path = f"{ADDRESS}{home(language)}feed/"
    return f'<link rel="alternate" type="application/rss+xml" title="{title}" href="{path}">'


@cache
def _template(layout: str) -> Template:
    return Template((HERE / "templates" / f"{layout}.html").read_text(encoding="utf-8"))
