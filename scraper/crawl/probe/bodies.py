"""Which element holds an article's text, on pages of one design or of several."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from lxml.html import HtmlElement

from scraper.crawl.probe.selectors import named
from scraper.extract.page import Page
from scraper.extract.text import folded
from scraper.records import Article

HELD = 0.9  # share of the article's text that its element must hold
_LOOSE = (1.03, 1.2, 1.6)  # how much longer than the smallest element another may be: tried in this order
_RUN = 4  # words that are compared together


@dataclass(frozen=True)
class Sample:
    """An article's page, and what the general rules read on it."""

    page: Page
    article: Article
    language: str
    chain: tuple[HtmlElement, ...]  # the elements that hold the text, the smallest last
    text: frozenset[str]  # runs of words of the article's text


def sample(page: Page, article: Article, language: str) -> Sample:
    """A sample of a page. Its chain is empty where no element holds the text that was read."""
    text = _text(article)
    return Sample(page, article, language, tuple(_chain(page, text)), text)


def groups(samples: Sequence[Sample]) -> list[tuple[str, list[Sample]]]:
    """Selectors for the body, each with the pages that it fits; the most common first.

    Pages that no selector fits are in none. Of the selectors that fit as many pages, the one
    that means the least text wins, then the one that says the most.
    """
    left = [found for found in samples if found.chain]
    chosen: list[tuple[str, list[Sample]]] = []
    least = 2 if len(left) > 1 else 1
    for loose in _LOOSE:
        while left:
            css, fitting = _most(left, loose)
            if len(fitting) < least:
                break
            chosen.append((css, fitting))
            left = [found for found in left if found not in fitting]
    return chosen


def _most(samples: Sequence[Sample], loose: float) -> tuple[str, list[Sample]]:
    """The selector that fits most of the pages, and these."""
    ranks: dict[str, int] = {}
    for found in samples:
        for element in found.chain:
            if _length(element) <= loose * _length(found.chain[-1]):
                for rank, css in named(element):
                    ranks[css] = min(rank, ranks.get(css, rank))
    tried = []
    for css, rank in ranks.items():
        meant = [(found, element) for found in samples if (element := _fit(found, css, loose)) is not None]
        tried.append((-len(meant), sum(_length(element) for _, element in meant), rank, css, [one for one, _ in meant]))
    if not tried:
        return "", []
    *_, css, fitting = min(tried, key=lambda found: found[:4])
    return css, fitting


def _fit(found: Sample, css: str, loose: float) -> HtmlElement | None:
    """The one element that a selector means, if it holds the text and little else."""
    inside = found.page.find(css)
    fits = len(inside) == 1 and inside[0] in found.chain and _length(inside[0]) <= loose * _length(found.chain[-1])
    return inside[0] if fits else None


def _chain(page: Page, text: frozenset[str]) -> list[HtmlElement]:
    """The elements that hold the text, each inside the one before."""
    chain: list[HtmlElement] = []
    element = page.tree.find("body")
    while element is not None and text and len(text & _runs(_said(element))) >= HELD * len(text):
        chain.append(element)
        holding = [child for child in element if isinstance(child.tag, str) and child.tag not in ("script", "style")]
        element = max(holding, key=lambda child: len(text & _runs(_said(child))), default=None)
    return [element for element in chain if element.tag != "body"]


def _text(article: Article) -> frozenset[str]:
    """The runs of words of an article's blocks, without the first of several: a lead may stand apart."""
    blocks = article.blocks[1:] if len(article.blocks) > 3 else article.blocks
    return frozenset().union(*(_runs(block.text) for block in blocks))


def _runs(text: str) -> set[str]:
    words = folded(text).split()
    return {" ".join(words[n : n + _RUN]) for n in range(max(len(words) - _RUN + 1, 1))} if words else set()


def _said(element: HtmlElement) -> str:
    """An element's text, with a gap wherever mark-up is: paragraphs do not run together."""
    return " ".join(element.itertext())


def _length(element: HtmlElement) -> int:
    return len(folded(_said(element)))
