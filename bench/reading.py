"""The processor time that one page takes: a declared publisher's, an unknown one's, and trafilatura's.

    python -m bench.reading

The pages are the real ones of 60 to 140 KB that lie beside the repository (`--shared`, or SHARED in the
environment); without them there is nothing to do. Each page is read by every way in turn, so that whatever
else the machine does falls on all of them. For the declared way each site counts as a publisher whose layout
has one of the selectors that are most common on the web; pages on which none finds an article are left out.
"""

from __future__ import annotations

import argparse
import gzip
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from time import process_time
from typing import Any

from lxml.html import document_fromstring
from trafilatura import bare_extraction

from bench.extraction import beside, chosen_folder, truths
from bench.printing import section
from scraper.extract import Declared, look
from scraper.extract.urls import locate_unknown
from scraper.publisher import Edition, Layout, Publisher
from scraper.records import Article, Capture, Kind

SMALLEST, LARGEST = 60_000, 140_000  # bytes
HEAD = ("", "pages", "CPU a page", "of trafilatura's on these pages")
WARM = 5  # pages read before any counts: imports, models
# The elements that most sites keep the text of an article in.
_BODIES = (
    "[itemprop~='articleBody']",
    ".entry-content",
    ".post-content",
    ".article-content",
    ".article-body",
    ".article__body",
    ".article__content",
    ".story-body",
    ".content-body",
    "article",
)


@dataclass(frozen=True, slots=True)
class Saved:
    """A real page, and the same page as one of a declared publisher."""

    capture: Capture
    known: Declared

    @property
    def declared(self) -> Capture:
        """The capture with the address that the publisher gives it."""
        edition = self.known.publisher.key(self.known.edition)
        return replace(self.capture, address=replace(self.capture.address, edition=edition))


def pages(folder: Path) -> Iterator[Saved]:
    """The pages of that size whose address is known."""
    for row in truths(folder, None):
        body = gzip.decompress(Path(row["file"]).read_bytes())
        if SMALLEST <= len(body) <= LARGEST and str(row["url"]).startswith("http"):
            yield saved(row, body)


def saved(row: Mapping[str, Any], body: bytes) -> Saved:
    """A page of a manifest, its site declared with the common selectors."""
    address = locate_unknown(row["url"])
    home = address.url[: -len(address.path)]
    layouts = [Layout("bench", body=_selector(body))]
    publisher = Publisher("bench", home, home, [Edition(row["lang"] or "en", "/", [])], layouts, article=".+")
    fetched = datetime.fromisoformat(row["crawl_date"] or "2025-01-01").replace(tzinfo=UTC)
    capture = Capture(row["url"], fetched, 200, (("Content-Type", "text/html"),), body, Kind.ARTICLE, address)
    return Saved(capture, Declared(publisher, publisher.editions[0]))


def _selector(body: bytes) -> str:
    """The first of the common selectors that means something on a page."""
    tree = document_fromstring(body)
    return next((css for css in _BODIES if tree.cssselect(css)), "")


def by_trafilatura(page: Saved) -> object:
    """Its default, with metadata."""
    return bare_extraction(page.capture.body, url=page.capture.url, with_metadata=True, include_comments=False)


def by_general(page: Saved) -> object:
    """As a page of a publisher that nobody declared."""
    return look([page.capture], None)


def by_declared(page: Saved) -> object:
    """As a page of a publisher's, with what it links to, as a crawl reads it."""
    return look([page.declared], page.known)


WAYS: Mapping[str, Callable[[Saved], object]] = {
    "trafilatura": by_trafilatura,
    "undeclared": by_general,
    "declared": by_declared,
}


def measured(page: Saved) -> dict[str, float]:
    """Seconds of CPU that each way takes for a page."""
    took = {}
    for name, way in WAYS.items():
        began = process_time()
        way(page)
        took[name] = process_time() - began
    return took


def is_declared(page: Saved) -> bool:
    """Whether the common selectors find an article on a page."""
    found = look([page.declared], page.known).reading
    return isinstance(found, Article) and any(
        said.field == "body" and said.source.startswith("selector") for said in found.sources
    )


def main() -> None:
    """Read the pages, and print the table."""
    options = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    options.add_argument("--shared", type=Path, default=beside(), help="the folder that holds extraction/")
    folder = chosen_folder(options.parse_args().shared)
    if folder is None:
        return
    found = list(pages(folder))
    for page in found[:WARM]:
        measured(page)
    took = [(is_declared(page), measured(page)) for page in found]
    rows = [_row("trafilatura " + version("trafilatura"), "trafilatura", [times for _, times in took])]
    rows.append(_row("a page of an undeclared publisher", "undeclared", [times for _, times in took]))
    rows.append(_row("a page of a declared publisher", "declared", [times for known, times in took if known]))
    print(section("One page", HEAD, rows, _SENTENCE))


_SENTENCE = (
    f"Real pages of {SMALLEST // 1000} to {LARGEST // 1000} KB, each read by every way in turn. trafilatura is as it is"
    " by default, with metadata. A declared publisher's page is read with all of its fields and all that it links to,"
    " as a crawl reads it; of these pages, those on which one of the most common selectors finds an article."
)


def _row(label: str, name: str, took: list[dict[str, float]]) -> list[str]:
    mine, theirs = (sum(times[way] for times in took) for way in (name, "trafilatura"))
    return [label, f"{len(took)}", f"{mine / len(took) * 1000:.1f} ms", f"{mine / theirs:.2f}"]


if __name__ == "__main__":
    main()
