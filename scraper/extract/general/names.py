"""What elements are called, and what that says: furniture has names of its own on most sites."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from lxml.html import HtmlElement

from scraper.extract.general.lines import words_of

# Every rule by which an element is furniture for its name, and what it takes.
KINDS: Mapping[str, str] = {
    "menu": "menus, breadcrumbs, pages 1 2 3",
    "sidebar": "what stands beside the article",
    "footer": "what stands below every page",
    "comments": "readers' comments",
    "related": "other articles",
    "share": "share buttons and their counts",
    "advert": "adverts and promotions",
    "newsletter": "boxes to subscribe in",
    "wall": "cookie notices, dialogs, pop-ups",
    "caption": "images and their captions",
    "byline": "who wrote it, and when: kept as fields",
    "author-box": "who the author is",
    "tags": "keywords",
    "player": "players and their lists",
    "hidden": "what only screen readers are told, or nobody",
    "form": "forms and buttons",
    "widget": "ratings, print versions",
}
# The words of a class or id that give it away.
_WORDS: Mapping[str, str] = {
    "menu": "nav navbar navigation menu menus submenu breadcrumb breadcrumbs pagination pager toolbar skip",
    "sidebar": "sidebar aside rail offcanvas",
    "footer": "footer copyright colophon disclaimer legal",
    "comments": "comment comments disqus respond replies commentlist reactions",
    "related": "related recommended recommendation recommendations recirculation recirc popular trending teaser "
    "teasers readmore outbrain taboola mostread latest upnext",
    "share": "share sharing shares sharedaddy addtoany addthis ssba",
    "advert": "advert advertisement adsense promo promos dfp",
    "newsletter": "newsletter newsletters subscribe subscription signup subscriptions mailchimp optin",
    "wall": "cookie cookies consent gdpr modal popup overlay lightbox",
    "caption": "caption captions credit credits photocredit figcaption",
    "byline": "byline bylines dateline timestamp datetime pubdate postmeta readtime",
    "author-box": "bio authorbox aboutauthor authorbio",
    "tags": "tags taglist tagcloud hashtags keywords",
    "player": "player playlist jwplayer",
    "hidden": "screenreader sr visuallyhidden noprint",
    "widget": "rating ratings vote print printfriendly",
}
_TAGS: Mapping[str, str] = {
    "nav": "menu",
    "menu": "menu",
    "footer": "footer",
    "aside": "sidebar",
    "form": "form",
    "button": "form",
    "label": "form",
    "legend": "form",
    "figure": "caption",
    "figcaption": "caption",
    "dialog": "wall",
    "time": "byline",
}
_ROLES: Mapping[str, str] = {
    "navigation": "menu",
    "complementary": "sidebar",
    "contentinfo": "footer",
    "dialog": "wall",
    "alertdialog": "wall",
    "search": "form",
}
_BY_WORD = {word: rule for rule, words in _WORDS.items() for word in words.split()}
_WHOLE = frozenset(("body", "html", "main"))
_HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))


def rule_of(element: HtmlElement) -> str | None:
    """The rule by which an element is furniture, judged by what it is called; None if it is none."""
    tag = element.tag
    if tag in _WHOLE:
        return None
    if tag in _TAGS:
        return _TAGS[tag] if tag != "figure" or element.find(".//table") is None else None
    role = element.get("role")
    if role in _ROLES:
        return _ROLES[role]
    style = element.get("style")
    if style and "display:none" in style.replace(" ", ""):
        return "hidden"
    # The id of a heading is often made of its text, and says nothing of what it is.
    css, key = element.get("class"), element.get("id") if tag not in _HEADINGS else None
    return _of_names(f"{css or ''} {key or ''}") if css or key else None


@lru_cache(maxsize=4096)
def _of_names(names: str) -> str | None:
    return next((_BY_WORD[word] for word in sorted(words_of(names)) if word in _BY_WORD), None)
