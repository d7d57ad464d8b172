"""What sitemaps, feeds and listings announce, as tables of documents."""

from __future__ import annotations

import gzip
import time
import tracemalloc

import pytest

from scraper.crawl.sources import Announced, Found, read_feed, read_listing, read_sitemap

NS = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
XHTML = 'xmlns:xhtml="http://www.w3.org/1999/xhtml"'
A, B, C = (f"https://courier.example/2025/07/0{day}/slug/" for day in (1, 2, 3))


def urlset(*entries: str, attributes: str = NS) -> bytes:
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<urlset {attributes}>{"".join(entries)}</urlset>\n'.encode()


def loc(url: str, more: str = "") -> str:
    return f"<url><loc>{url}</loc>{more}</url>"


BOTH = Announced((Found(A), Found(B)))
ALTERNATES = (
    f'<xhtml:link rel="alternate" hreflang="en" href="{A}"/><xhtml:link rel="alternate" hreflang="fr-FR" href=" {B} "/>'
    f'<xhtml:link rel="alternate" hreflang="x-default" href="{A}"/><xhtml:link rel="alternate" hreflang="ru"/>'
)
GOOGLE = 'xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"'
NEWS = (
    "<news:news><news:publication><news:name>The Courier</news:name><news:language>en</news:language>"
    "</news:publication><news:publication_date> 2025-07-02T09:00+03:00 </news:publication_date>"
    "<news:title>The empty ferry</news:title></news:news>"
)
INDEX = (
    f"<sitemapindex {NS}><sitemap><loc>{A}</loc><lastmod>2025</lastmod></sitemap>"
    f"<sitemap><loc>{B}</loc></sitemap></sitemapindex>"
)
SITEMAPS = {
    "urlset": (urlset(loc(A), loc(B)), BOTH),
    "no namespace": (urlset(loc(A), loc(B), attributes=""), BOTH),
    "namespace with a prefix": (
        f'<s:urlset xmlns:s="http://www.sitemaps.org/schemas/sitemap/0.9"><s:url><s:loc>{A}</s:loc></s:url>'
        f"<s:url><s:loc>{B}</s:loc></s:url></s:urlset>".encode(),
        BOTH,
    ),
    "old namespace": (urlset(loc(A), loc(B), attributes='xmlns="http://www.google.com/schemas/sitemap/0.84"'), BOTH),
    "index": (INDEX.encode(), Announced((), (A, B), lastmods={A: "2025"})),
    "gzip": (gzip.compress(urlset(loc(A), loc(B))), BOTH),
    "byte order mark": (b"\xef\xbb\xbf" + urlset(loc(A), loc(B)), BOTH),
    "utf-16": (urlset(loc(A), loc(B)).decode().replace("UTF-8", "UTF-16").encode("utf-16"), BOTH),
    "white space": (urlset(f"\n <url>\n  <loc>\n {A}\n </loc></url>", loc(f"<![CDATA[{B}]]>")), BOTH),
    "comments": (urlset(f"<!-- <url><loc>{C}</loc></url> -->", loc(A, "<!-- x -->"), loc(B)) + b"<!-- end -->", BOTH),
    "escaped": (urlset(loc(f"{A}?a=1&amp;b=2")), Announced((Found(f"{A}?a=1&b=2"),))),
    "lastmod": (
        urlset(loc(A, "<lastmod> 2025-07-02T10:00:00+03:00 </lastmod>"), loc(B, "<lastmod/>")),
        Announced((Found(A, "2025-07-02T10:00:00+03:00"), Found(B))),
    ),
    "news": (
        urlset(loc(A, NEWS), loc(B, f"{NEWS}<lastmod>2025-07-03</lastmod>"), attributes=f"{NS} {GOOGLE}"),
        Announced((Found(A, "2025-07-02T09:00+03:00"), Found(B, "2025-07-03"))),
    ),
    "hreflang": (
        urlset(loc(A, ALTERNATES), attributes=f"{NS} {XHTML}"),
        Announced((Found(A, None, {"en": A, "fr": B}),)),
    ),
    "an image's own loc": (
        urlset(
            loc(A, f"<i:image><i:loc>{C}</i:loc></i:image>"),
            f"<url><i:image><i:loc>{C}</i:loc></i:image><loc>{B}</loc></url>",
            attributes=f'{NS} xmlns:i="http://www.google.com/schemas/sitemap-image/1.1"',
        ),
        BOTH,
    ),
    "entry without an address": (
        urlset("<url/>", loc(""), "<url><lastmod>2025</lastmod></url>", loc(A)),
        Announced((Found(A),)),
    ),
    "no entries": (urlset(), Announced()),
    "no entries, short form": (f"<urlset {NS}/>".encode(), Announced()),
}  # fmt: skip


@pytest.mark.parametrize(("body", "said"), SITEMAPS.values(), ids=SITEMAPS)
def test_sitemap(body: bytes, said: Announced) -> None:
    assert read_sitemap(body) == said


BILLION = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
BROKEN = {  # a document, the addresses it still gives, a part of what is said of it
    "cut off": (urlset(loc(A), loc(B), loc(C))[:-70], [A, B], "cut off"),
    "cut off in an address": (urlset(loc(A), loc(B), loc(C))[:-40], [A, B], "cut off"),
    "cut off in the last entry": (urlset(loc(A), loc(B, "<lastmod>2025"))[:-60], [A], "cut off"),
    "cut off in an index": (INDEX.encode()[:-30], [], "cut off"),
    "cut off between two entries": (urlset(loc(A), loc(B)).replace(b"</urlset>\n", b""), [A, B], "cut off"),
    "cut off in a gzip": (gzip.compress(urlset(loc(A), loc(B)))[:-4], [A, B], "gzip"),
    "no gzip after all": (b"\x1f\x8b\x08 not gzip", [], "gzip"),
    "a web page": (b"<!doctype html><html><body><p>Sorry<br>no sitemap</body></html>", [], "not a sitemap"),
    "a feed": (b"<rss><channel/></rss>", [], "not a sitemap"),
    "plain text": (b"User-agent: *\nDisallow: /\n", [], ""),
    "nothing": (b"", [], ""),
    "white space": (b" \n ", [], ""),
    "binary": (bytes(range(256)) * 4, [], ""),
    "entity bomb": (
        f'<!DOCTYPE x [<!ENTITY l0 "lol">{BILLION}]><urlset {NS}>{loc(A)}{loc("&l9;")}</urlset>'.encode(),
        [A],
        None,
    ),
    "external entity": (
        f'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><urlset {NS}>{loc("&e;")}{loc(A)}</urlset>'.encode(),
        [A],
        None,
    ),
    "external document type": (
        f'<!DOCTYPE urlset SYSTEM "http://127.0.0.1:9/x.dtd"><urlset {NS}>{loc(A)}</urlset>'.encode(),
        [A],
        None,
    ),
    "an ampersand that is not escaped": (urlset(loc(f"{A}?a=1&b=2"), loc(B)), None, None),
    "tags in a wrong order": (urlset(f"<url><loc>{A}</url></loc>", loc(B)), None, None),
}


@pytest.mark.parametrize(("body", "urls", "problem"), BROKEN.values(), ids=BROKEN)
def test_broken_sitemap_gives_what_it_has_and_says_what_is_wrong(
    body: bytes, urls: list[str] | None, problem: str | None
) -> None:
    said = read_sitemap(body)
    if urls is not None:
        assert [found.url for found in said.found] == urls
    if problem is not None:
        assert said.problem is not None
        assert problem in said.problem
    assert "root:" not in repr(said)
    assert "lollol" not in repr(said)


def test_gzip_bomb_is_refused_quickly_and_in_little_memory() -> None:
    bomb = gzip.compress(bytes(400_000_000), 1)
    assert len(bomb) < 3_000_000
    tracemalloc.start()
    began = time.process_time()
    said = read_sitemap(bomb)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert said.found == ()
    assert said.problem is not None
    assert "more than" in said.problem
    assert peak < 200_000_000
    assert time.process_time() - began < 5


def test_long_sitemap_is_read_whole() -> None:
    urls = [f"https://courier.example/2025/07/01/slug-{number}/" for number in range(50_000)]
    said = read_sitemap(gzip.compress(urlset(*map(loc, urls)), 1))
    assert [found.url for found in said.found] == urls
    assert said.problem is None


RSS = (
    f'<rss version="2.0"><channel><title>F</title><item><link>{A}</link></item>'
    f"<item><title>x</title><link>{B}</link></item></channel></rss>"
)
ATOM = (
    f'<feed xmlns="http://www.w3.org/2005/Atom"><title>F</title><entry><link href="{A}"/></entry><entry>'
    f'<link rel="enclosure" href="{C}"/><link rel="alternate" href="{B}"/></entry></feed>'
)
FEEDS = {  # a document, the addresses it gives, a part of what is said of it
    "rss": (RSS.encode(), [A, B], None),
    "rss in windows-1251": (
        b'<?xml version="1.0" encoding="windows-1251"?>' + RSS.replace(">F<", ">Паром<").encode("windows-1251"),
        [A, B],
        None,
    ),
    "rss without its links": (b'<rss version="2.0"><channel><item><title>x</title></item></channel></rss>', [], None),
    "rss 1.0": (
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/">'
        f'<item rdf:about="{A}"><link>{A}</link></item></rdf:RDF>'.encode(),
        [A],
        None,
    ),
    "atom": (ATOM.encode(), [A, B], None),
    "empty rss": (b'<rss version="2.0"><channel><title>F</title></channel></rss>', [], None),
    "white space in front": (b"\n\n" + RSS.encode(), [A, B], None),
    "cut off": (RSS.encode()[:-20], [A, B], "broken feed"),
    "a web page": (b"<!doctype html><html><head><title>Sorry</title></head><body>x</body></html>", [], "not a feed"),
    "a sitemap": (urlset(loc(A)), [], "not a feed"),
    "nothing": (b"", [], "not a feed"),
    "binary": (bytes(range(256)), [], "not a feed"),
    "entity bomb": (
        f'<!DOCTYPE x [<!ENTITY l0 "lol">{BILLION}]><rss version="2.0"><channel><item><link>{A}</link>'
        f"<title>&l9;</title></item></channel></rss>".encode(),
        None,
        None,
    ),
    "external entity": (
        b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><rss version="2.0"><channel><item><link>&e;</link>'
        b"</item></channel></rss>",
        None,
        None,
    ),
}  # fmt: skip


@pytest.mark.parametrize(("body", "urls", "problem"), FEEDS.values(), ids=FEEDS)
def test_feed(body: bytes, urls: list[str] | None, problem: str | None) -> None:
    said = read_feed(body)
    if urls is not None:
        assert [found.url for found in said.found] == urls
        assert (said.problem or "").partition(":")[0] == (problem or "")
    assert said.follow == ()
    assert "root:" not in repr(said)
    assert "lollol" not in repr(said)


HERE = "https://courier.example/category/columns/"
X = "https://courier.example/x/"
LISTINGS = {  # a document, where it was, the addresses it gives, the next page
    "links": (
        f'<a href="{A}">a</a><a href=" /x/ ">x</a><a name="n">n</a>',
        HERE,
        [A, X],
        [],
    ),
    "same link twice": (f'<a href="{A}"><img></a><a href="{A}">a</a>', HERE, [A], []),
    "comment": (f'<!-- <a href="{A}">a</a> --><a href="{B}">b</a>', HERE, [B], []),
    "first of two pages": (f'<a href="{HERE}page/2/">2</a>', HERE, None, [f"{HERE}page/2/"]),
    "next page without a slash": ('<a href="/category/columns/page/2">2</a>', HERE, None, [f"{HERE}page/2/"]),
    "second of three": ('<a href="../1/">1</a><a href="../3/">3</a>', f"{HERE}page/2/", None, [f"{HERE}page/3/"]),
    "last page": (f'<a href="{HERE}page/1/">1</a><a href="{HERE}">1</a>', f"{HERE}page/2/", None, []),
    "a far page only": (f'<a href="{HERE}page/9/">9</a>', HERE, None, []),
    "another listing's next page": ('<a href="/category/other/page/2/">2</a>', HERE, None, []),
    "malformed link": ('<a href="http://[bad/">bad</a><a href="/x/">x</a>', HERE, [X], []),
    "script links": ('<a href="javascript:void(0)">j</a><a href="#top">t</a>', HERE, None, []),
    "no links": ("<p>None</p>", HERE, [], []),
    "nested beyond reason": ("<div>" * 5_000 + f'<a href="{A}">a</a>', HERE, None, []),
}


@pytest.mark.parametrize(("body", "url", "urls", "follow"), LISTINGS.values(), ids=LISTINGS)
def test_listing(body: str, url: str, urls: list[str] | None, follow: list[str]) -> None:
    said = read_listing(f"<html><body>{body}</body></html>".encode(), url)
    if urls is not None:
        assert [found.url for found in said.found] == urls
    assert list(said.follow) == follow
    assert said.problem is None


@pytest.mark.parametrize("body", [b"", b" \n", b"\x00\x00", bytes(range(256)), b"<!-- -->"])
def test_listing_that_is_no_web_page_announces_nothing(body: bytes) -> None:
    assert read_listing(body, HERE).found == ()
