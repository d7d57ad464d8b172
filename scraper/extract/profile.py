"""How a text is set: its quotation marks, dashes and sentences, by which a translation or a machine may show."""

from __future__ import annotations

import re

from scraper.records import Article, Profile

_END = re.compile(r"[.!?…][\"'»”’)\]]*\s+(?=[\"'«“‘(\[—–-]*\s?[A-ZÀ-ÖØ-ÞА-ЯЁ0-9])")
_INITIALS = re.compile(r"(?:^|[\s.(])(?:[A-ZА-ЯЁ]|Mr|Mrs|Dr|St|No|М|им|г|гг|стр|см)\.$")
_LONE = (" - ", " ‒ ", " ― ")


def profile(article: Article) -> Profile:
    """The counts of lead and body; sentences are those of the lead and of paragraphs."""
    texts = [article.lead or "", *(block.text for block in article.blocks)]
    lengths = [
        size
        for text in (article.lead or "", *(block.text for block in article.blocks if block.kind == "paragraph"))
        for size in _sentences(text)
    ]
    whole = " ".join(texts)
    return Profile(
        sentences=len(lengths),
        sentence_words=round(sum(lengths) / len(lengths), 2) if lengths else 0.0,
        guillemets=whole.count("«") + whole.count("»"),
        curly=whole.count("“") + whole.count("”"),
        low=whole.count("„"),
        straight=whole.count('"'),
        curly_apostrophes=whole.count("’"),
        straight_apostrophes=whole.count("'"),
        em_dashes=whole.count("—"),
        en_dashes=whole.count("–"),
        other_dashes=sum(map(whole.count, _LONE)),
        ellipses=whole.count("…"),
        dots=whole.count("..."),
    )


def _sentences(text: str) -> list[int]:
    """The length of each sentence in words; an initial or a short title ends none."""
    found: list[int] = []
    start = 0
    for end in _END.finditer(text):
        stop = end.start() + 1  # behind the full stop
        if not _INITIALS.search(text, max(start, stop - 6), stop):
            found.append(len(text[start:stop].split()))
            start = end.end()
    last = len(text[start:].split())
    return [size for size in (*found, last) if size]
