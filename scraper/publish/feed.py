"""News of the archive as an Atom feed (RFC 4287)."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from xml.etree import ElementTree as Xml

from scraper.publish.articles.past import in_words
from scraper.publish.news import CAUSES, News

_ATOM = "http://www.w3.org/2005/Atom"
_XML = "{http://www.w3.org/XML/1998/namespace}"
_NEVER = "1970-01-01T00:00:00Z"  # a feed has to say when it was updated, and an empty archive never was
_SUMMARY = 600  # characters
_PASSAGE = 160  # characters of what went or came
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True, slots=True)
class Head:
    """What a feed says of itself; addresses are absolute."""

    title: str
    site: str  # the archive's name, for what nobody signed
    address: str  # the feed's own
    home: str
    following: str | None  # the next page
    keys: str  # what identifies the feed: its own questions


def feed(head: Head, entries: Sequence[News], address: Callable[[int], str]) -> bytes:
    """The feed's document; `address` gives the page of an article here. Text stays text, whatever stands in it."""
    root = Xml.Element("feed", {"xmlns": _ATOM})
    _text(root, "id", _tag(f"feed/{head.keys}" if head.keys else "feed"))
    _text(root, "title", head.title)
    _text(root, "updated", updated(entries) or _NEVER)
    _text(Xml.SubElement(root, "author"), "name", head.site)
    _text(root, "generator", "neo-archive")
    _link(root, "self", head.address, "application/atom+xml")
    _link(root, "alternate", head.home, "text/html")
    if head.following:
        _link(root, "next", head.following, "application/atom+xml")
    for entry in entries:
        _entry(Xml.SubElement(root, "entry"), entry, address(entry.row["id"]))
    return f'<?xml version="1.0" encoding="utf-8"?>\n{Xml.tostring(root, encoding="unicode")}'.encode()


def updated(entries: Sequence[News]) -> str | None:
    """When the latest of the entries happened; None if there are none."""
    return max((entry.row["at"] for entry in entries), default=None)


def _entry(at: Xml.Element, entry: News, address: str) -> None:
    row = entry.row
    if row["language"]:
        at.set(f"{_XML}lang", _clean(row["language"]))
    _text(at, "id", _tag(entry.key))
    title = row["title"] if entry.event == "new" else f"{in_words(entry.event)}: {row['title']}"
    _text(at, "title", title)
    _text(at, "updated", row["at"])
    if row["published"]:
        _text(at, "published", row["published"])
    for name in (row["byline"] or "").split("; "):
        if name.strip():
            _text(Xml.SubElement(at, "author"), "name", name.strip())
    _link(at, "alternate", address if entry.event == "new" else f"{address}#history", "text/html")
    if (row["url"] or "").startswith(("http://", "https://")):
        _link(at, "related", row["url"], "text/html")
    for term, scheme in ((row["edition"], "edition"), (entry.event, "event")):
        Xml.SubElement(at, "category", {"term": _clean(term), "scheme": _tag(scheme)})
    if summary := _summary(entry):
        _text(at, "summary", summary)


def _summary(entry: News) -> str:
    """The standfirst of a new article; of a change, what it touched and its first words."""
    row = entry.row
    if entry.event == "new":
        said = row["lead"] or ""
        if row["published_date"] and not row["published"]:
            said = f"{row['published_date']}. {said}"
        return _cut(said, _SUMMARY)
    said = in_words(entry.event) + (f" ({row['parts']})" if row["parts"] else "") + "."
    for passage in entry.passages if entry.event in CAUSES else ():
        if passage["removed"] or passage["added"]:  # neither, where texts are withheld
            said += f" {passage['part']}: {_quoted(passage['removed'])} → {_quoted(passage['added'])}."
    return said


def _quoted(text: str | None) -> str:
    return f"“{_cut(text, _PASSAGE)}”" if text else "(nothing)"


def _cut(text: str, most: int) -> str:
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"


def _tag(key: str) -> str:
    """A name that is the same in every copy of the archive (RFC 4151)."""
    return f"tag:neo-archive,2026:{key}"


def _text(parent: Xml.Element, name: str, text: str) -> None:
    Xml.SubElement(parent, name).text = _clean(text)


def _link(parent: Xml.Element, rel: str, address: str, media: str) -> None:
    Xml.SubElement(parent, "link", {"rel": rel, "type": media, "href": _clean(address)})


def _clean(text: str) -> str:
    """A text without the characters that XML does not have."""
    return _NOT_XML.sub("�", text)
