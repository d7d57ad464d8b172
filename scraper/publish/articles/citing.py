"""How a version is cited: in words, BibTeX, RIS and CSL-JSON.

Dates of publication are the publisher's own; dates of access are the capture's, for that is when the text was seen.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from sqlite3 import Connection
from urllib.parse import quote, urlsplit

from scraper.publish.articles.version import Version

FORMATS: Mapping[str, str] = {  # ending → media type
    "txt": "text/plain; charset=utf-8",
    "bib": "application/x-bibtex; charset=utf-8",
    "ris": "application/x-research-info-systems; charset=utf-8",
    "json": "application/vnd.citationstyles.csl+json; charset=utf-8",
}
_TITLE = """
    select json_extract(settings, '$.title') from crawls
     where publisher = ? and json_extract(settings, '$.title') is not null order by id desc limit 1"""
_LATEX = {
    "\\": r"\textbackslash{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    **{mark: "\\" + mark for mark in "{}$&%#_"},
}
_SPECIAL = re.compile("|".join(map(re.escape, _LATEX)))
_HARMFUL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]+")  # would end a line of RIS or BibTeX


@dataclass(frozen=True, slots=True)
class Citation:
    """What a citation of one version says."""

    version_id: str
    authors: tuple[str, ...]  # as they signed
    title: str
    newspaper: str
    published: str | None  # day, ISO 8601
    language: str | None  # BCP 47
    url: str  # at the publisher
    number: int  # of the version
    captured: str  # moment in UTC, ISO 8601
    sha256: str  # of the captured bytes
    address: str  # of the version in this archive

    @property
    def evidence(self) -> str:
        """What lets a reader check it."""
        return f"Version {self.version_id}, captured {self.captured}, SHA-256 {self.sha256}"


def citation(connection: Connection, of: Version, address: str) -> Citation:
    """The citation of a version; `address` is where this archive shows it."""
    row = of.row
    named = connection.execute(_TITLE, (row["publisher"],)).fetchone()
    return Citation(
        version_id=row["id"],
        authors=tuple(name for name in (part.strip() for part in _plain(of.byline or "").split(";")) if name),
        title=_plain(row["title"]),
        newspaper=_plain(named[0]) if named else urlsplit(row["url"]).hostname or row["publisher"],
        published=row["published_date"],
        language=row["language"],
        url=_plain(row["url"]),
        number=row["number"],
        captured=row["fetched"] or row["first_seen"],
        sha256=row["sha256"] or "",
        address=address,
    )


def words(cited: Citation) -> str:
    """One sentence, as in a footnote."""
    signed = f"{', '.join(cited.authors)}. " if cited.authors else ""
    title = cited.title if cited.title.endswith(("?", "!", "…", ".")) else f"{cited.title}."
    day = f", {cited.published}" if cited.published else ""
    return f"{signed}{title} {cited.newspaper}{day}. {cited.url}. {cited.evidence}. {cited.address}\n"


def bibtex(cited: Citation) -> str:
    """An entry of biblatex, which BibTeX reads too; UTF-8, what LaTeX would take for its own is escaped."""
    year = cited.published[:4] if cited.published else "nd"
    fields = {
        "author": " and ".join(map(_author, cited.authors)),
        "title": f"{{{_latex(cited.title)}}}",  # in braces: styles change no capital letter
        "organization": _latex(cited.newspaper),
        "date": cited.published,
        "year": cited.published and cited.published[:4],
        "url": _verbatim(cited.url),
        "urldate": cited.captured[:10],
        "langid": {"en": "english", "fr": "french", "ru": "russian"}.get(cited.language or "", ""),
        "version": cited.version_id,
        "note": _latex(f"{cited.evidence}. ") + rf"\url{{{_verbatim(cited.address)}}}",
    }
    lines = [f"  {name:<12} = {{{value}}}" for name, value in fields.items() if value]
    return f"@online{{neo-{year}-{cited.version_id},\n" + ",\n".join(lines) + "\n}\n"


def ris(cited: Citation) -> str:
    """A record of RIS, lines ending in CRLF."""
    lines = [
        ("TY", "NEWS"),
        ("ID", cited.version_id),
        *(("AU", ", ".join(part for part in reversed(_name(name)) if part)) for name in cited.authors),
        ("TI", cited.title),
        ("T2", cited.newspaper),
        ("PY", cited.published and cited.published[:4]),
        ("DA", cited.published and cited.published.replace("-", "/")),
        ("Y2", cited.captured[:10].replace("-", "/")),
        ("ET", f"Version {cited.number}"),
        ("LA", cited.language),
        ("UR", cited.url),
        ("L2", cited.address),
        ("N1", cited.evidence),
        ("ER", ""),
    ]
    return "".join(f"{tag}  - {value or ''}\r\n" for tag, value in lines if value or tag == "ER")


def csl(cited: Citation) -> str:
    """A list of one item of CSL-JSON, as Zotero and pandoc read it."""
    item = {
        "id": cited.version_id,
        "type": "article-newspaper",
        "title": cited.title,
        "author": [_csl_name(name) for name in cited.authors],
        "container-title": cited.newspaper,
        "issued": cited.published and _parts(cited.published),
        "accessed": _parts(cited.captured[:10]),
        "language": cited.language,
        "URL": cited.url,
        "version": cited.version_id,
        "archive": "neo-archive",
        "archive_location": cited.address,
        "note": cited.evidence,
    }
    return json.dumps([{name: value for name, value in item.items() if value}], ensure_ascii=False, indent=2) + "\n"


def written(cited: Citation) -> Mapping[str, str]:
    """Every format by its ending, as in `FORMATS`."""
    return {"txt": words(cited), "bib": bibtex(cited), "ris": ris(cited), "json": csl(cited)}


def _name(name: str) -> tuple[str, str]:
    """Given names and family name, as English, French and Russian bylines order them; one word is a family name."""
    given, _, family = name.rpartition(" ")
    return given, family


def _csl_name(name: str) -> Mapping[str, str]:
    given, family = _name(name)
    return {"family": family, "given": given} if given else {"literal": name}


def _author(name: str) -> str:
    """A name that BibTeX parts as it should; what could mean something to it stands in braces."""
    plain = _latex(name)
    odd = plain != name or "," in name or " and " in f" {name} ".lower() or " " not in name
    return f"{{{plain}}}" if odd else plain


def _parts(day: str) -> Mapping[str, Sequence[Sequence[int]]]:
    return {"date-parts": [list(_numbers(day))]}


def _numbers(day: str) -> Iterator[int]:
    return (int(part) for part in day.split("-"))


def _latex(text: str) -> str:
    return _SPECIAL.sub(lambda found: _LATEX[found[0]], text)


def _verbatim(url: str) -> str:
    """An address that ends neither a field nor a command."""
    return quote(url, safe="/:?#[]@!$&'()*+,;=-._~%")


def _plain(text: str) -> str:
    return " ".join(_HARMFUL.sub(" ", text).split())
