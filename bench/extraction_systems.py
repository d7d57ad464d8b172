"""One system run over saved pages: what it reads, and the processor time that it takes.

    python extraction_systems.py SYSTEM PAGES.jsonl PREDICTIONS.jsonl

PAGES has one object a line: id, file, url, crawl_date, lang. Only newspaper4k is told
the language. The first pages are read twice, and only the second time counts, so that imports and
models are loaded. Prints one JSON object: pages, seconds, version, pages that broke it.
"""

from __future__ import annotations

import gzip
import json
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

WARM = 5  # pages
TODAY = f"{datetime.now(UTC):%Y-%m-%d}"  # a page of unknown date was fetched today at the latest
LANGUAGES = ("en", "fr", "ru")  # that newspaper4k is told
UNKNOWN = "https://unknown.example/"  # stands for the address of a saved page that names none
Page = dict[str, Any]
Reader = Callable[[bytes, Page], dict[str, Any]]


def neo_archive() -> Reader:
    """The project itself: a page of a publisher that nobody declared, read from its bytes."""
    from scraper.extract import read as extract
    from scraper.extract.as_object import as_object
    from scraper.extract.urls import locate_unknown
    from scraper.records import Capture, Kind

    def read(body: bytes, page: Page) -> dict[str, Any]:
        url = page["url"] if str(page["url"]).startswith("http") else UNKNOWN
        fetched = datetime.fromisoformat(page["crawl_date"] or TODAY)
        fetched = fetched if fetched.tzinfo else fetched.replace(tzinfo=UTC)
        kind = (("Content-Type", "text/html"),)
        return dict(as_object(extract(Capture(url, fetched, 200, kind, body, Kind.ARTICLE, locate_unknown(url)))))

    return read


def trafilatura(**options: bool) -> Callable[[], Reader]:
    """trafilatura with its metadata, from the bytes; otherwise as it is by default."""

    def system() -> Reader:
        from trafilatura import bare_extraction

        def read(body: bytes, page: Page) -> dict[str, Any]:
            found = bare_extraction(body, url=page["url"], with_metadata=True, include_comments=False, **options)
            if found is None:
                return {}
            names = [name.strip() for name in (found.author or "").split(";") if name.strip()]
            return {"title": found.title, "authors": names, "published": found.date, "body": found.text}

        return read

    return system


def text_or_bytes(body: bytes) -> str | bytes:
    """UTF-8 as text: readability-lxml stumbles over its name in the bytes of some pages. Else the bytes."""
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError:
        return body


def readability() -> Reader:
    """readability-lxml: the block it finds, as text; it knows neither authors nor dates."""
    from lxml import html
    from readability import Document

    def read(body: bytes, page: Page) -> dict[str, Any]:
        found = Document(text_or_bytes(body))
        block = html.fromstring(found.summary())
        for element in block.iter("p", "div", "li", "h1", "h2", "h3", "h4", "blockquote", "br", "td"):
            element.tail = "\n" + (element.tail or "")
        return {"title": found.short_title(), "body": block.text_content()}

    return read


def newspaper4k() -> Reader:
    """newspaper4k, told the page's language."""
    import newspaper

    def read(body: bytes, page: Page) -> dict[str, Any]:
        told = {"language": page["lang"]} if page["lang"] in LANGUAGES else {}
        found = newspaper.Article(page["url"], fetch_images=False, **told)
        found.download(input_html=body)
        found.parse()
        date = found.publish_date.isoformat() if found.publish_date else None
        return {"title": found.title, "authors": found.authors, "published": date, "body": found.text}

    return read


def news_please() -> Reader:
    """news-please."""
    from newsplease import NewsPlease

    def read(body: bytes, page: Page) -> dict[str, Any]:
        found = NewsPlease.from_html(text_or_bytes(body), url=page["url"], fetch_images=False)
        date = found.date_publish.isoformat() if found.date_publish else None
        return {"title": found.title, "authors": found.authors, "published": date, "body": found.maintext}

    return read


# Name → its distribution and how it is made.
SYSTEMS: dict[str, tuple[str, Callable[[], Reader]]] = {
    "neo-archive": ("neo-archive", neo_archive),
    "trafilatura": ("trafilatura", trafilatura()),
    "trafilatura, favor_precision": ("trafilatura", trafilatura(favor_precision=True)),
    "readability-lxml": ("readability-lxml", readability),
    "newspaper4k": ("newspaper4k", newspaper4k),
    "news-please": ("news-please", news_please),
}


def main(name: str, pages: str, predictions: str) -> None:
    """Reads the pages by one system, and writes what it says."""
    distribution, make = SYSTEMS[name]
    rows = [json.loads(line) for line in Path(pages).read_text(encoding="utf-8").splitlines()]
    bodies = [gzip.decompress(Path(row["file"]).read_bytes()) for row in rows]
    read = make()

    def attempt(body: bytes, row: Page) -> dict[str, Any]:
        try:
            return read(body, row)
        except Exception as error:  # noqa: BLE001 - a page that breaks a system counts as empty
            return {"broke": repr(error)}

    for body, row in zip(bodies[:WARM], rows, strict=False):
        attempt(body, row)
    start = time.process_time()
    read_ = [attempt(body, row) for body, row in zip(bodies, rows, strict=True)]
    seconds = time.process_time() - start
    with open(predictions, "w", encoding="utf-8") as out:
        for row, said in zip(rows, read_, strict=True):
            out.write(json.dumps({**said, "id": row["id"]}, ensure_ascii=False, default=str) + "\n")
    try:
        known = version(distribution)
    except PackageNotFoundError:
        known = ""
    broke = sum("broke" in said for said in read_)
    print(json.dumps({"pages": len(rows), "seconds": seconds, "version": known, "broke": broke}))


if __name__ == "__main__":
    main(*sys.argv[1:])
