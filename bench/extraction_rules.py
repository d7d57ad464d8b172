"""What each rule of the general path earns: the text's score with the lines that it takes left in.

    python -m bench.extraction_rules

A line that one rule does not take may be taken by the next; that is not looked at, so the figures
are what the rules share among them, not what would happen without one.
"""

from __future__ import annotations

import gzip
import tempfile
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from bench.extraction import LANGUAGES, chosen_folder, get, scores, truths, write
from scraper.extract.explain import BY_LINE, BY_NAME
from scraper.extract.general import Judged, weigh
from scraper.extract.metadata import metadata
from scraper.extract.page import Unreadable, open_page
from scraper.extract.urls import locate_unknown
from scraper.records import Capture, Kind


def judged(rows: Sequence[Mapping[str, Any]]) -> Iterator[tuple[str, Sequence[Judged]]]:
    """The lines of each page's article, with what was made of them."""
    kind = (("Content-Type", "text/html"),)
    for row in rows:
        url = row["url"] if str(row["url"]).startswith("http") else "https://unknown.example/"
        body = gzip.decompress(Path(row["file"]).read_bytes())
        try:
            page = open_page(Capture(url, datetime.now(UTC), 200, kind, body, Kind.ARTICLE, locate_unknown(url)))
        except Unreadable:
            continue
        found = weigh(page, metadata(page))
        yield row["id"], found.judged if found else ()


def main() -> None:
    """Prints the rules as Markdown, those that earn most first."""
    shared = chosen_folder()
    if shared is None:
        return
    rows = [row for row in truths(shared, None) if row["body"] and row["lang"] in LANGUAGES]
    pages = list(judged(rows))
    lines = Counter(one.rule for _, those in pages for one in those if one.rule)
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)

        def scored(without: str | None) -> float:
            said = [
                {"id": key, "body": "\n".join(one.line.text for one in those if one.rule in (None, without))}
                for key, those in pages
            ]
            write(folder / "said.jsonl", said)
            return get(scores(shared, rows, folder / "said.jsonl", folder), "all", "body", "f1") or 0.0

        whole = scored(None)
        earned = {rule: whole - scored(rule) for rule in lines}
    print(f"{len(rows)} pages in {', '.join(LANGUAGES)}; body F1 {whole:.4f}\n")
    print("| rule | judged by | lines | earns |\n|---|---|---|---|")
    for rule in sorted(lines, key=lambda rule: -earned[rule]):
        by = " and ".join(name for name, known in (("name", BY_NAME), ("words and place", BY_LINE)) if rule in known)
        print(f"| {rule} | {by} | {lines[rule]:,} | {earned[rule]:+.4f} |")


if __name__ == "__main__":
    main()
