"""Nothing that others wrote is live on any page: not a publisher's text, not a reader's parameter."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from itertools import pairwise
from pathlib import Path
from urllib.parse import quote

import pytest
from lxml import html

from scraper.publish.metadata import metadata

from .conftest import Get, opened
from .crawling import crawl

HOSTILE = (
    '"><script>alert(1)</script><img src=x onerror=alert(2)>]]>{{ 7 * 191 }}{% raw %}'
    "</textarea></title><svg onload=alert(3)>\u202etxt.exe=cmd|' /C calc'!A0"
)
ADDRESS = "javascript:alert(document.domain)//http://x"
RIVALS = '[{"source": "<b>x</b>", "raw": "<script>"}]'
_KEPT = {
    "id",
    "field",
    "language",
    "edition",
    "kind",
    "status",
    "path",
    "publisher",
    "structure",
    "month",
    "state",
    "country",
}
_JSON = {"headers", "counts", "problems", "settings", "evidence", "alternates"}


def plant(path: Path) -> int:
    """Adds hostile words to every text of every table that takes them, and returns how many columns that were."""
    planted = 0
    with closing(sqlite3.connect(path)) as connection:
        tables = connection.execute(
            "select name from sqlite_master where type = 'table' and name not like '%fts%' and name not like '%sqlite%'"
        ).fetchall()
        for (table,) in tables:
            for _, column, kind, *_ in connection.execute(f'pragma table_info("{table}")').fetchall():
                dated = any(word in column for word in ("seen", "date", "fetched", "sha256", "_id", "modified", "day"))
                if kind.lower() != "text" or dated or column in _KEPT or column in _JSON:
                    continue
                value = ADDRESS if column in ("href", "src", "url", "canonical") else HOSTILE
                text = f"'{RIVALS}'" if column == "rivals" else f"?1 || coalesce(\"{column}\", '')"
                try:
                    connection.execute(f'update "{table}" set "{column}" = {text} where ?1 <> \'\'', (value,))
                except sqlite3.IntegrityError:  # a key, or one of a few words
                    continue
                planted += 1
        connection.commit()
    return planted


@pytest.fixture(scope="module")
def hostile(archive: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Get]:
    path = tmp_path_factory.mktemp("hostile") / "archive.db"
    with closing(sqlite3.connect(archive)) as connection:
        connection.execute("vacuum into ?", (str(path),))
    assert plant(path) > 80
    with opened(path, None) as get:
        yield get


def live(text: str) -> list[str]:
    """What of a page would run, load or lead where it should not."""
    page = html.fromstring(text)
    found = [f"script {html.tostring(s)!r}" for s in page.iter("script") if s.text or not _ours(s.get("src"))]
    found += [
        f"element {element.tag}" for tag in ("style", "iframe", "object", "embed", "base") for element in page.iter(tag)
    ]
    for element in page.iter():
        for name, value in element.attrib.items():
            if name.startswith("on") or name in ("style", "srcdoc", "ping"):
                found.append(f"{name}={value}")
            if element.tag in ("img", "source") and name in ("src", "srcset") and not value.startswith("/"):
                found.append(f"{name}={value}")
            if name in ("href", "src", "action", "formaction") and not _leads(value):
                found.append(f"{name}={value}")
    if str(7 * 191) in text and "alert(1)" in text and "{{" not in text:
        found.append("template")
    return found


def hard_to_use(text: str) -> list[str]:
    """What keeps somebody with a screen reader from using a page."""
    page = html.fromstring(text)
    levels = [int(heading.tag[1]) for heading in page.iter("h1", "h2", "h3", "h4")]
    in_order = levels[:1] == [1] and all(after - before <= 1 for before, after in pairwise(levels))
    found = [] if in_order else [f"headings {levels}"]
    fields = page.xpath("//input[not(@type='hidden' or @type='submit')] | //select | //textarea")
    found += [f"no label: {html.tostring(field)!r}" for field in fields if not _labelled(page, field)]
    return found


def _labelled(page: html.HtmlElement, field: html.HtmlElement) -> bool:
    own = field.get("aria-label") or any(above.tag == "label" for above in field.iterancestors())
    return bool(own) or any(label.get("for") == field.get("id") for label in page.iter("label"))


def _ours(source: str | None) -> bool:
    return source is not None and source.startswith(("/static/", "/-/static/"))


def _leads(value: str) -> bool:
    address = value.strip().lower()
    return address.startswith(("/", "#", "?", "http://", "https://")) or ":" not in address.partition("/")[0]


def test_no_page_that_links_lead_to_has_anything_live(hostile: Get) -> None:
    seen = {}
    for path, answer in crawl(hostile, alike=2, articles=12):
        assert answer.status_code < 500, (path, answer.text[:500])
        if "html" in answer.headers["content-type"]:
            seen[path] = live(answer.text) + hard_to_use(answer.text)
    assert len(seen) > 100
    assert {path: found for path, found in seen.items() if found} == {}


def test_no_parameter_becomes_live(hostile: Get) -> None:
    said = quote(HOSTILE)
    paths = [
        f"/{said}",
        f"/archive/{said}",
        f"/archive/articles/{said}",
        f"/snapshots/{said}",
        f"/archive?sql={said}",
        f"/archive?sql=select+:{'x'}+as+x&x={said}",
        f"/archive/articles?_search={said}",
        f"/archive/articles?_sort={said}",
        f"/archive/articles?_facet={said}",
        f"/archive/articles?_facet=title&title__contains={said}",
        f"/archive/articles?{said}={said}",
        f"/archive/articles?_where=1=1+or+'{said.replace('%27', '%27%27')}'",
        f"/archive/articles?_next={said}",
        f"/archive/articles?_col={said}",
    ]
    for name, query in metadata()["databases"]["archive"]["queries"].items():
        asked = "&".join(f"{parameter}={said}" for parameter in query.get("params", []))
        paths.append(f"/archive/{name}?{asked}")
    for path in paths:
        answer = hostile(path)
        assert answer.status_code < 500, path
        assert "<script>alert" not in answer.text
        assert "onerror=alert" not in answer.text.replace("&lt;img src=x onerror=alert", "")
        if "html" in answer.headers["content-type"] and answer.text:
            assert live(answer.text) == [], path
