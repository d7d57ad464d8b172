"""Titles, bylines, dates and text that are bait for patterns and searches."""

from __future__ import annotations

from .made import Hostile, paragraphs, story

TEXT = paragraphs()
MEGABYTE = 1_000_000
LONG = 200_000
SHARE = "<p>Share on Facebook, on Twitter, by email, your friends</p>"
FAILED = "extraction-failed"
COMBINED = "e" + "\u0301" * 1_000  # one letter with a thousand accents


def title(text: str) -> str:
    return story(title=text)


def byline(text: str) -> str:
    return story(byline=text)


def extra(text: str) -> str:
    return story(text=TEXT + f"<p>{text}</p>")


def time(text: str) -> str:
    return story(f"<meta name='date' content='{text}'>", byline=f"<time datetime='{text}'>{text}</time>")


PAGES = (
    Hostile("digits in a time", lambda: time("9" * MEGABYTE)),
    Hostile("2025- in a time", lambda: time("2025-" * 200_000)),
    Hostile("days in a time", lambda: time("2025-02-31 " * 18_000)),
    Hostile("digits in the text", lambda: extra("9" * MEGABYTE)),
    Hostile("digits and nothing else", lambda: story(text=f"<p>{'9' * LONG}</p>")),
    Hostile("digits, a line each", lambda: story(text=TEXT + "<p>20250231</p>" * 10_000)),
    Hostile("2025- in the text", lambda: extra("2025-" * 40_000)),
    Hostile("1.1. in the text", lambda: extra("1.1." * 50_000)),
    Hostile("months in the text", lambda: extra("May 1, " * 28_000)),
    Hostile("months in the byline", lambda: byline("мая 1, " * 28_000)),
    Hostile("By By By", lambda: byline("By " * 60_000)),
    Hostile("By By By in a short line", lambda: byline("By " * 50)),
    Hostile("Par Par Par", lambda: byline("Par " * 39), language="fr"),
    Hostile("100,000 commas in authors", lambda: byline("A, " * 100_000)),
    Hostile("authors and and and", lambda: byline("and " * 39)),
    Hostile("a a a a", lambda: story(title="a " * 100, byline="a " * 80, text="<p>" + "a " * 100_000 + "</p>")),
    Hostile("5,000 lines that begin as bylines", lambda: story(text="<p>By Anna Berg</p>" * 5_000 + TEXT)),
    Hostile(
        "5,000 lines that begin as furniture",
        lambda: story(text=TEXT + SHARE * 5_000),
    ),
    Hostile("share on on on", lambda: extra("share " + "on " * 66_000 + "!")),
    Hostile("share on on on in a short line", lambda: extra("share " + "on " * 35 + "!")),
    Hostile("follow follow follow", lambda: extra("follow " * 28_000)),
    Hostile("a title of a megabyte", lambda: title("word " * 200_000), general="no-text"),
    Hostile("a title of one long word", lambda: title("w" * 20_000), general="no-text"),
    Hostile("a title of dashes", lambda: title("-" * 20_000), general="no-text"),
    Hostile("a title of dashes apart", lambda: title("a - " * 250_000), general="no-text"),
    Hostile("a title of bars", lambda: title("|" * MEGABYTE), general="no-text"),
    Hostile("a title of bars apart", lambda: title(" | " * 33_000), general="no-text"),
    Hostile("a title of 290 bars apart", lambda: title("a| " * 97)),
    Hostile("a title of guillemets", lambda: title(" » " * 33_000), general="no-text"),
    Hostile("a title of spaces", lambda: title("a" + " " * MEGABYTE + "b")),
    Hostile(
        "a title of 100,000 letters in Russian",
        lambda: story(title="слово " * 16_000, language="ru"),
        "held",
        "no-text",
        "ru",
    ),
    Hostile("dashes in the text", lambda: extra("-" * LONG)),
    Hostile("a line of 200,000 letters", lambda: extra("word " * 40_000)),
    Hostile("a word of 200,000 letters", lambda: extra("x" * LONG)),
    Hostile("full stops by the 100,000", lambda: extra("." * LONG)),
    Hostile("quotes by the 100,000", lambda: extra("»\"'" * 50_000)),
    Hostile("stars by the 100,000", lambda: extra("*" * LONG)),
    Hostile("@ by the 100,000", lambda: extra("a@a." * 50_000)),
    Hostile("addresses by the 100,000", lambda: extra("http://a.example/2025/02/31/ " * 34_000)),
    Hostile(
        "a text node of 50 MB", lambda: story(text=TEXT + "<p>" + "word " * 10_000_000 + "</p>"), "too-large", FAILED
    ),
    Hostile(
        "a text node of 19 MB", lambda: story(text=TEXT + "<p>" + "word " * 3_800_000 + "</p>"), "too-large", FAILED
    ),
    Hostile("19 MB of text below the article", lambda: story(after=paragraphs(114_000, "ru")), "too-large", FAILED),
    Hostile(
        "a text node of 19 MB without a space",
        lambda: story(text=TEXT + "<p>" + "x" * 19_000_000 + "</p>"),
        "too-large",
        FAILED,
    ),
    Hostile("zero width by the 100,000", lambda: extra("\u200b\u2060\ufeff" * 22_000)),
    Hostile("soft hyphens by the 100,000", lambda: extra("\u00ad-" * 66_000)),
    Hostile("bidi by the 100,000", lambda: extra("\u202e\u202d\u2066\u2069" * 16_000)),
    Hostile("combining by the 100,000", lambda: extra(COMBINED * 100)),
    Hostile("one letter with 100,000 accents", lambda: extra("e" + "\u0301" * 100_000)),
    Hostile("accents in turns", lambda: extra("e" + "\u0301\u0323" * 250_000)),
    Hostile("combining in the title", lambda: title("The ferry " + "e" + "\u0301\u0323" * 100)),
    Hostile("references by the 700,000", lambda: extra("&#1234;" * 700_000)),
    Hostile("references to controls by the 100,000", lambda: extra("&#1;" * 100_000)),
    Hostile("&amp; in one another", lambda: extra("&" + "amp;" * 50_000)),
    Hostile("undefined entities", lambda: extra("&nosuchthing;" * 15_000)),
    Hostile("references never closed", lambda: extra("&#x" * 66_000)),
    Hostile("a reference of 200,000 letters", lambda: extra("&#" + "9" * LONG + ";")),
    Hostile("no-break spaces by the 100,000", lambda: extra("\u00a0" * 100_000)),
)
