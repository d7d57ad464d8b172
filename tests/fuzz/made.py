"""What the properties are tried with: texts of every script, broken markup, addresses, whole pages."""

from __future__ import annotations

import json
from html import escape

from hypothesis import strategies as st

ODD = "\u00ad\u200b\ufeff\u0301\u202e\x00\x0b\x85\ud83d\U0001f6a2ё́ß¿«»„“—…‘’´`&<>\"'"
TEXT = st.text(st.one_of(st.characters(), st.sampled_from(ODD), st.sampled_from("aeiouаеёоéèàœ ,.;:!?-\n\t")))
# What can be stored: SQLite takes no lone surrogate.
STORABLE = st.text(st.characters(exclude_categories=["Cs"]))
WORD = st.text(st.sampled_from("abcdefgéèçœабвгдежзиёщы"), min_size=1, max_size=9)
WORDS = st.lists(WORD, min_size=1, max_size=12).map(" ".join)

_TAGS = (
    "p div span a b i em blockquote h2 h3 ul li table tr td section article aside figure script style noscript".split()
)
_TAGS += "template svg math iframe form button br img hr time main header footer frameset plaintext textarea".split()
_ATTRIBUTES = "class id style href src alt datetime rel hreflang lang content property name role hidden dir".split()
_VALUES = st.one_of(
    st.sampled_from(
        ["entry-content", "post-meta", "entry-title", "author", "canonical", "display:none", "/2025/07/02/x/"]
    ),
    TEXT,
)
_ATTRIBUTE = st.builds(
    lambda name, value, quote: f" {name}={quote}{value}{quote}",
    st.one_of(st.sampled_from(_ATTRIBUTES), WORD),
    _VALUES,
    st.sampled_from(['"', "'", ""]),
)


def _element(inside: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return st.builds(
        lambda tag, attributes, parts, end: f"<{tag}{''.join(attributes)}>{''.join(parts)}{end.format(tag)}",
        st.sampled_from(_TAGS),
        st.lists(_ATTRIBUTE, max_size=3),
        st.lists(inside, max_size=4),
        st.sampled_from(["</{}>", "</{}>", "</{}>", "", "</p>", "/>", "<", "</"]),
    )


_LEAF = st.one_of(
    TEXT,
    WORDS,
    st.sampled_from(
        ["<!--", "-->", "<![CDATA[", "]]>", "&amp", "&#0;", "&#x110000;", "&nosuch;", "<!doctype x", "<?php"]
    ),
)
_NAMES = st.sampled_from(
    "@type @graph @id headline author name url datePublished dateModified image inLanguage mainEntityOfPage".split()
)
FRAGMENT = st.recursive(_LEAF, _element, max_leaves=20)  # of HTML, well made or not


_JSON = st.recursive(
    st.one_of(TEXT, WORDS, st.none(), st.booleans(), st.integers(), st.floats(allow_nan=False)),
    lambda inside: st.one_of(st.lists(inside, max_size=3), st.dictionaries(_NAMES, inside, max_size=4)),
    max_leaves=12,
)
_LD = st.dictionaries(_NAMES, _JSON, max_size=6).map(
    lambda said: f'<script type="application/ld+json">{json.dumps({"@type": "NewsArticle", **said})}</script>'
)


@st.composite
def page(draw: st.DrawFn) -> str:
    """A page in the demo publisher's modern layout, of which any part may be odd or missing."""
    title, meta, body = draw(FRAGMENT), draw(FRAGMENT), draw(st.lists(FRAGMENT, max_size=5))
    text = "".join(f"<p>{part}</p>" for part in body)
    head = draw(st.lists(st.one_of(_element(_LEAF), _LD), max_size=3))
    return (
        f'<html lang="{draw(st.sampled_from(["en", "ru", "fr", "x-klingon", ""]))}"><head><title>{title}</title>'
        f'{"".join(head)}</head><body class="single"><article><h1 class="entry-title">{title}</h1>'
        f'<div class="post-meta">{meta}</div><div class="entry-content">{text}</div>'
        f"</article>{draw(FRAGMENT)}"
    )


NOISE = st.sampled_from(  # what stands in a body and is no text of it
    [
        "",
        "<!-- XYZZY -->",
        "<script>var a = '<p>XYZZY</p>'</script>",
        "<style>.XYZZY { color: red }</style>",
        "<noscript><img src='/XYZZY.gif' alt=''></noscript>",
        "<template><p>XYZZY</p></template>",
        "\n\n  \u00a0",
        "<p></p><p>&nbsp;</p>",
        "<span>",
    ]
)


def paragraph(words: str, number: int) -> str:
    """A paragraph that no other is like, long enough to be one."""
    return f"<p>{escape(sentence(words, number))}</p>"


def sentence(words: str, number: int) -> str:
    """Its text."""
    return f"Number {number} tells of {words}, and of the ferry that leaves for the north island at dawn."


PATH = st.builds(  # of an article of the demo publisher
    lambda prefix, year, month, day, slug: f"{prefix}{year}/{month:02}/{day:02}/{slug}/",
    st.sampled_from(["/", "/fr/", "/ru/"]),
    st.integers(2000, 2030),
    st.integers(1, 12),
    st.integers(1, 28),
    st.from_regex(r"[a-z][a-z0-9]{0,9}(-[a-z0-9]{1,8}){1,4}", fullmatch=True),
)
