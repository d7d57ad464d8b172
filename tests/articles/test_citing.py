"""Citations, read back by the programs that read them: BibTeX by pybtex, RIS by rispy, CSL-JSON by citeproc-py."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
import rispy
from citeproc import Citation as Cited
from citeproc import CitationItem, CitationStylesBibliography, CitationStylesStyle, formatter
from citeproc.source.json import CiteProcJSON
from pybtex.database import parse_string

from scraper.publish.articles.citing import Citation, bibtex, csl, ris, words

PLAIN = Citation(
    version_id="v0123456789abcdef",
    authors=("Жанна Морель", "Seth Ferris"),
    title="Суп, который ждёт лодку",
    newspaper="The Courier",
    published="2025-03-22",
    language="ru",
    url="https://courier.example/ru/2025/03/22/sup/",
    number=2,
    captured="2025-07-13T08:00:05Z",
    sha256="ab" * 32,
    address="https://archive.example/archive/versions/v0123456789abcdef",
)
HOSTILE = replace(
    PLAIN,
    authors=("Redaction", "Smith, John and Sons", "{Evil} \\input{x}", "O'Neill-Ortiz de la Cruz"),
    title='50 % of "A_B" & {C} cost $5 #1 ~ ^ \\end{document} @article{x,} <script>alert(1)</script>',
    newspaper="R&D {daily}",
    url="https://courier.example/a}{b\\c%7D_~d?x=1&y=%20#z",
)


def test_plain_citation_is_a_sentence() -> None:
    assert words(PLAIN) == (
        "Жанна Морель, Seth Ferris. Суп, который ждёт лодку. The Courier, 2025-03-22. "
        "https://courier.example/ru/2025/03/22/sup/. Version v0123456789abcdef, captured 2025-07-13T08:00:05Z, "
        f"SHA-256 {'ab' * 32}. https://archive.example/archive/versions/v0123456789abcdef\n"
    )


def test_bibtex_says_who_what_and_when() -> None:
    (key, entry), *others = parse_string(bibtex(PLAIN), "bibtex").entries.items()
    assert (key, entry.type, others) == ("neo-2025-v0123456789abcdef", "online", [])
    assert [str(person) for person in entry.persons["author"]] == ["Морель, Жанна", "Ferris, Seth"]
    fields = {name: entry.fields[name] for name in ("title", "date", "urldate", "url", "langid", "version")}
    assert fields == {
        "title": "{Суп, который ждёт лодку}",
        "date": "2025-03-22",
        "urldate": "2025-07-13",
        "url": PLAIN.url,
        "langid": "russian",
        "version": PLAIN.version_id,
    }
    assert PLAIN.sha256 in entry.fields["note"]
    assert PLAIN.address in entry.fields["note"]


def test_bibtex_of_hostile_text_is_one_entry_with_every_name() -> None:
    (entry,) = parse_string(bibtex(HOSTILE), "bibtex").entries.values()
    assert len(entry.persons["author"]) == 4
    title = entry.fields["title"]
    assert title.startswith(r"{50 \% of ")
    for special in (r"A\_B", r"\& \{C\}", r"\$5 \#1", r"\textasciitilde{}", r"\textbackslash{}end\{document\}"):
        assert special in title
    assert not set("{}\\") & set(entry.fields["url"])
    assert entry.fields["url"].startswith("https://courier.example/a%7D%7Bb%5Cc%7D_~d")


@pytest.mark.parametrize("cited", [PLAIN, HOSTILE])
def test_ris_is_one_record(cited: Citation) -> None:
    (record,) = rispy.loads(ris(cited))
    assert (record["type_of_reference"], record["title"], record["date"]) == ("NEWS", cited.title, "2025/03/22")
    assert record["urls"] == [cited.url]
    assert len(record["authors"]) == len(cited.authors)
    assert record["language"] == "ru"
    assert record["notes"] == [cited.evidence]


def test_ris_gives_family_names_first() -> None:
    (record,) = rispy.loads(ris(PLAIN))
    assert record["authors"] == ["Морель, Жанна", "Ferris, Seth"]


@pytest.mark.parametrize("cited", [PLAIN, HOSTILE])
def test_csl_json_can_be_set_by_a_style(cited: Citation) -> None:
    items = json.loads(csl(cited))
    assert items[0]["title"] == cited.title
    assert items[0]["accessed"] == {"date-parts": [[2025, 7, 13]]}
    source = CiteProcJSON([item | {"id": item["id"].lower()} for item in items])
    style = CitationStylesStyle("harvard-cite-them-right", validate=False)
    book = CitationStylesBibliography(style, source, formatter.plain)
    book.register(Cited([CitationItem(cited.version_id)]))
    assert "2025" in "".join(str(book.bibliography()[0]))


@pytest.mark.parametrize("write", [words, bibtex, ris, csl])
def test_what_is_not_known_is_left_out(write: object) -> None:
    assert callable(write)
    said = write(replace(PLAIN, authors=(), published=None, language=None))
    assert "None" not in said
    assert PLAIN.title in said


def test_without_a_date_the_key_says_so() -> None:
    assert "@online{neo-nd-v0123456789abcdef," in bibtex(replace(PLAIN, published=None))
