"""Elements and attributes: too many, too deep, never closed."""

from __future__ import annotations

from .made import Hostile, paragraphs, story

TEXT = paragraphs()
DEEP = 200_000  # elements within one another
CARD = "<article><h2><a href='/x/'>x</a></h2></article>"
FAILED = "extraction-failed"
TOO_DEEP = FAILED, FAILED  # at any publisher
TEASER = "<p><a href='/x/'>Another story of today</a></p><p>Of it.</p><p>Of it.</p><p>Of it.</p>"
CAPTION = "<img src='/a.jpg'><p class='wp-caption-text'>A</p>"
RELATED = "<h3>More on this topic</h3><p><a href='/x/'>x</a></p>"
NEXT = "<a href='2/'>2</a> "
SRCDOC = "&lt;iframe srcdoc="


def nested(tag: str, language: str = "en") -> str:
    return story(text=tag * DEEP + paragraphs(language=language), language=language)


def around(tag: str) -> str:
    """The whole story within elements of one kind, each within the last; all closed."""
    return story(text=f"<{tag}>" * DEEP + TEXT + f"</{tag}>" * DEEP)


def attributes(count: int) -> str:
    return " ".join(f"a{number}='{number}'" for number in range(count))


def words(count: int) -> str:
    return " ".join(f"word{number}" for number in range(count))


def authors(count: int) -> str:
    return "".join(f"<a rel='author' href='/author/a{number}/'>Anna Berg {number}</a>" for number in range(count))


def links(count: int) -> str:
    return "".join(f"<a href='/tag/story-{number}/'>Story {number}</a> " for number in range(count))


PAGES = (
    Hostile("20,000 attributes", lambda: story(text=f"<p {attributes(20_000)}>A line.</p>" + TEXT)),
    Hostile("20,000 classes", lambda: story(text=f"<p class='{words(20_000)}'>A line.</p>{TEXT}")),
    Hostile("20,000 × 20 attributes", lambda: story(text=f"<p {attributes(20)}>A line.</p>" * 20_000 + TEXT)),
    Hostile("a tag's name of a megabyte", lambda: story(text=f"<{'a' * 1_000_000}>{TEXT}")),
    Hostile("an attribute of 5 MB", lambda: story(text=f"<p title='{'x' * 5_000_000}'>A line.</p>{TEXT}")),
    Hostile("a class of 5 MB", lambda: story(text=f"<p class='{'comment ' * 625_000}'>A line.</p>{TEXT}")),
    Hostile("a style of 5 MB", lambda: story(text=f"<p style='{'display : ' * 500_000}'>A line.</p>{TEXT}")),
    Hostile("200,000 paragraphs", lambda: story(text="<p>Paragraph.</p>" * 200_000), "held", "no-text"),
    Hostile("50,000 empty paragraphs", lambda: story(text="<p></p>" * 50_000 + TEXT)),
    Hostile("50,000 line breaks", lambda: story(text="<br>" * 50_000 + TEXT)),
    Hostile("20,000 words with line breaks", lambda: story(text=TEXT + "word<br>" * 20_000)),
    Hostile("20,000 words in bold", lambda: story(text=TEXT + "<p>" + "<b>word</b> " * 20_000 + "</p>")),
    Hostile("5,000 paragraphs of text", lambda: story(text=paragraphs(5_000, "ru"), language="ru"), language="ru"),
    Hostile("10,000 items in one list", lambda: story(text=TEXT + "<ul>" + "<li>An item</li>" * 10_000 + "</ul>")),
    Hostile("10,000 cells in one table", lambda: story(text=f"{TEXT}<table><tr>{'<td>A cell</td>' * 10_000}</table>")),
    Hostile("20,000 h1", lambda: story(text="<h1>The ferry leaves at dawn</h1>" * 20_000 + TEXT)),
    Hostile("10,000 different h2", lambda: story(text="".join(f"<h2>Head {n}</h2>" for n in range(10_000)) + TEXT)),
    Hostile("20,000 articles", lambda: story(after=CARD * 20_000), general="listing"),
    Hostile("2,000 entry-contents", lambda: story(after=f"<div class='entry-content'>{TEXT}</div>" * 2_000)),
    Hostile("20,000 times", lambda: story(after="<time datetime='nonsense'>today</time>" * 20_000)),
    Hostile("20,000 pictures", lambda: story(text=TEXT + "<figure><img src='/a.jpg'></figure>" * 20_000)),
    Hostile("10,000 lists", lambda: story(text=TEXT + "<ul><li><a href='/a/'>Another story</a></li></ul>" * 10_000)),
    Hostile("2,000 teasers", lambda: story(text=paragraphs(300) + TEASER * 2_000)),
    Hostile("20,000 pictures in one caption", lambda: story(text=f"{TEXT}<div class='wp-caption'>{CAPTION * 20_000}")),
    Hostile("20,000 headings of other articles", lambda: story(after=RELATED * 20_000)),
    Hostile("20,000 leads", lambda: story(after="<p class='post-lead'>A lead</p>" * 20_000)),
    Hostile("20,000 bylines", lambda: story(byline="<p class='post-meta'>A byline</p>" * 20_000)),
    Hostile("5,000 different authors", lambda: story(byline=authors(5_000)), general="no-text"),
    Hostile(
        "20,000 links to the next page",
        lambda: story(text=f"{TEXT}<p>{NEXT * 20_000} {'word ' * 20}</p>"),
        "http-error",
    ),
    Hostile("100,000 links", lambda: story(after=links(100_000))),
    Hostile("10,000 links in the text", lambda: story(text=TEXT + f"<p>{links(10_000)}</p>")),
    Hostile(
        "20,000 author links",
        lambda: story(byline="<a rel='author' href='/author/a/'>Anna Berg</a>" * 20_000),
        general="no-text",
    ),
    Hostile("20,000 itemprop authors", lambda: story(after="<span itemprop='author'>Anna Berg</span>" * 20_000)),
    Hostile("200,000 nested div", lambda: nested("<div>"), *TOO_DEEP),
    Hostile("200,000 nested div, closed", lambda: around("div"), *TOO_DEEP),
    Hostile("200,000 nested b", lambda: nested("<b>", "fr"), *TOO_DEEP, language="fr"),
    Hostile("200,000 nested table", lambda: nested("<table><tr><td>"), *TOO_DEEP),
    Hostile("200,000 nested blockquote", lambda: nested("<blockquote>", "ru"), *TOO_DEEP, language="ru"),
    Hostile("200,000 open p", lambda: nested("<p>")),
    Hostile("200,000 nested ul", lambda: nested("<ul><li>"), *TOO_DEEP),
    Hostile("20,000 open a", lambda: story(text="<a href='/x/'>" * 20_000 + TEXT), general="no-text"),
    Hostile("200,000 nested span", lambda: nested("<span>"), *TOO_DEEP),
    Hostile("200,000 nested font in p", lambda: story(text="<p><font>" * DEEP + TEXT), *TOO_DEEP),
    Hostile("200,000 nested svg", lambda: nested("<svg><g>"), *TOO_DEEP),
    Hostile("200,000 nested math", lambda: nested("<math>"), *TOO_DEEP),
    Hostile("200,000 nested template", lambda: nested("<template>"), *TOO_DEEP),
    Hostile("200,000 nested noscript", lambda: nested("<noscript>"), *TOO_DEEP),
    Hostile("200,000 nested form", lambda: nested("<form>")),
    Hostile("200,000 ends of what never began", lambda: story(text="</div></b></p>" * DEEP + TEXT)),
    Hostile("50,000 b and i that cross", lambda: story(text="<b><i></b></i>" * 50_000 + TEXT)),
    Hostile("200 nested div", lambda: story(text="<div>" * 200 + TEXT)),
    Hostile("20,000 iframes with srcdoc", lambda: story(text="<iframe srcdoc='&lt;p&gt;x'></iframe>" * 20_000 + TEXT)),
    Hostile(
        "iframe srcdoc within srcdoc",
        lambda: story(text=f"<iframe srcdoc='{SRCDOC * 100_000}'></iframe>{TEXT}"),
    ),
    Hostile("a million signs of less", lambda: story(text="<" * 1_000_000 + TEXT)),
    Hostile("200,000 signs of less, apart", lambda: story(text="< " * 200_000 + TEXT)),
    Hostile("a million ends of tags", lambda: story(text="</" * 1_000_000 + TEXT)),
    Hostile("a million declarations", lambda: story(text="<!" * 1_000_000 + TEXT)),
    Hostile("a comment never closed", lambda: story(text="<!-- " + TEXT * 10_000), "no-text", "no-text"),
    Hostile("100,000 comments never closed", lambda: story(text="<!-- " * 100_000 + TEXT), "no-text", "no-text"),
    Hostile("100,000 comments", lambda: story(text="<!-- x -->" * 100_000 + TEXT)),
    Hostile("CDATA never closed", lambda: story(text="<![CDATA[ " * 100_000 + TEXT)),
    Hostile("a script never closed", lambda: story(text="<script>" + TEXT * 10_000), "no-text", "no-text"),
    Hostile("100,000 scripts never closed", lambda: story(text="<script>" * 100_000 + TEXT), "no-text", "no-text"),
    Hostile("100,000 styles", lambda: story("<style>p {}</style>" * 100_000)),
    Hostile(
        "a title never closed",
        lambda: f"<html><head><title>The ferry<body><h1>The ferry</h1>{TEXT}",
        "no-title",
        "no-title",
    ),
    Hostile("a quote never closed", lambda: story(text=f"<p class='{TEXT * 10_000}"), "no-text", "no-text"),
)
