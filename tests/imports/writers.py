"""WARC files as other programs lay them out: header by header as their writers do, quirks included.

Heritrix 3.4 (WARC/1.0), Common Crawl's news crawl (StormCrawler), Browsertrix Crawler 1.x in a WACZ. wget writes its
own in the tests.
"""

from __future__ import annotations

import gzip
import io
import json
import zipfile
from base64 import b32encode
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha1, sha256
from uuid import NAMESPACE_URL, uuid5

HOME = "https://courier.example"
_HTML = "text/html; charset=UTF-8"


@dataclass(frozen=True)
class Page:
    """A page as a crawler met it."""

    path: str
    day: str  # "2019-03-01T10:00:00Z"
    body: bytes
    status: str = "200 OK"
    extra: tuple[tuple[str, str], ...] = ()

    @property
    def url(self) -> str:
        return HOME + self.path


def urn(*what: str) -> str:
    return f"<urn:uuid:{uuid5(NAMESPACE_URL, ' '.join(what))}>"


def record(version: str, fields: Sequence[tuple[str, str]], block: bytes) -> bytes:
    head = "".join(f"{name}: {value}\r\n" for name, value in (*fields, ("Content-Length", str(len(block)))))
    return f"WARC/{version}\r\n{head}\r\n".encode() + block + b"\r\n\r\n"


def http(page: Page, *headers: tuple[str, str], body: bytes | None = None) -> bytes:
    lines = "".join(f"{name}: {value}\r\n" for name, value in (*headers, *page.extra))
    return f"HTTP/1.1 {page.status}\r\n{lines}\r\n".encode() + (page.body if body is None else body)


def base32(data: bytes) -> str:
    return f"sha1:{b32encode(sha1(data, usedforsecurity=False).digest()).decode()}"


def packed(records: Sequence[bytes]) -> bytes:
    """A member for each record, as all of them write it."""
    return b"".join(gzip.compress(one, mtime=0) for one in records)


def response(page: Page, block: bytes, version: str = "1.0", *fields: tuple[str, str]) -> bytes:
    payload = block.partition(b"\r\n\r\n")[2]
    return record(
        version,
        (
            ("WARC-Type", "response"),
            ("WARC-Target-URI", page.url),
            ("WARC-Date", page.day),
            ("WARC-Payload-Digest", base32(payload)),
            ("WARC-IP-Address", "203.0.113.7"),
            ("WARC-Record-ID", urn("response", page.url, page.day)),
            ("Content-Type", "application/http; msgtype=response"),
            *fields,
        ),
        block,
    )


def heritrix(pages: Sequence[Page]) -> list[bytes]:
    """DNS first; a request and a metadata record behind each answer; chunks as they came over the wire."""
    records = [
        record(
            "1.0",
            (
                ("WARC-Type", "warcinfo"),
                ("WARC-Date", pages[0].day),
                ("WARC-Filename", "WEB-20190301100000000-00000-1~crawler~8443.warc.gz"),
                ("WARC-Record-ID", urn("info")),
                ("Content-Type", "application/warc-fields"),
            ),
            b"software: Heritrix/3.4.0-20190207 http://crawler.archive.org\r\nformat: WARC File Format 1.0\r\n",
        ),
        record(
            "1.0",
            (
                ("WARC-Type", "response"),
                ("WARC-Target-URI", "dns:courier.example"),
                ("WARC-Date", pages[0].day),
                ("WARC-IP-Address", "192.0.2.53"),
                ("WARC-Record-ID", urn("dns")),
                ("Content-Type", "text/dns"),
            ),
            b"20190301100000\ncourier.example.\t300\tIN\tA\t203.0.113.7\n",
        ),
    ]
    for page in pages:
        half = len(page.body) // 2
        parts = [page.body[:half], page.body[half:], b""] if page.body else [b""]
        chunks = b"".join(b"%x\r\n%b\r\n" % (len(part), part) for part in parts)
        block = http(page, ("Content-Type", _HTML), ("Transfer-Encoding", "chunked"), body=chunks)
        of = urn("response", page.url, page.day)
        about = (("WARC-Target-URI", page.url), ("WARC-Date", page.day), ("WARC-Concurrent-To", of))
        asked = (
            f"GET {page.path} HTTP/1.1\r\nUser-Agent: Mozilla/5.0 (compatible; heritrix/3.4.0 +http://example.org)\r\n"
            "Cookie: session=secret\r\nHost: courier.example\r\n\r\n"
        )
        records += [
            response(page, block),
            record(
                "1.0",
                (
                    ("WARC-Type", "request"),
                    *about,
                    ("WARC-Record-ID", urn("request", page.url, page.day)),
                    ("Content-Type", "application/http; msgtype=request"),
                ),
                asked.encode(),
            ),
            record(
                "1.0",
                (
                    ("WARC-Type", "metadata"),
                    *about,
                    ("WARC-Record-ID", urn("metadata", page.url, page.day)),
                    ("Content-Type", "application/warc-fields"),
                ),
                b"seed: \r\nfetchTimeMs: 203\r\ncharsetForLinkExtraction: UTF-8\r\n\r\n",
            ),
        ]
    return records


def heritrix_revisit(page: Page, of: Page) -> bytes:
    """WARC/1.0: the head of the answer, and whom it repeats by digest, address and date."""
    block = http(page, ("Content-Type", _HTML), body=b"")
    half = len(of.body) // 2
    parts = [of.body[:half], of.body[half:], b""]
    chunks = b"".join(b"%x\r\n%b\r\n" % (len(part), part) for part in parts)
    return record(
        "1.0",
        (
            ("WARC-Type", "revisit"),
            ("WARC-Target-URI", page.url),
            ("WARC-Date", page.day),
            ("WARC-Payload-Digest", base32(chunks)),
            ("WARC-Profile", "http://netpreserve.org/warc/1.0/revisit/identical-payload-digest"),
            ("WARC-Truncated", "length"),
            ("WARC-Refers-To-Target-URI", of.url),
            ("WARC-Refers-To-Date", of.day),
            ("WARC-Record-ID", urn("revisit", page.url, page.day)),
            ("Content-Type", "application/http; msgtype=response"),
        ),
        block,
    )


def common_crawl(pages: Sequence[Page]) -> list[bytes]:
    """CC-NEWS: a warcinfo, then answers alone; bodies unpacked, and the headers of the wire renamed."""
    info = record(
        "1.0",
        (
            ("WARC-Type", "warcinfo"),
            ("WARC-Date", pages[0].day),
            ("WARC-Filename", "CC-NEWS-20190301100000-00000.warc.gz"),
            ("WARC-Record-ID", urn("cc info")),
            ("Content-Type", "application/warc-fields"),
        ),
        b"robots: obey\r\nsoftware: StormCrawler 1.12 http://stormcrawler.net/\r\nformat: WARC File Format 1.0\r\n",
    )
    return [
        info,
        *(
            response(
                page,
                http(
                    page,
                    ("Content-Type", _HTML),
                    ("X-Crawler-Content-Encoding", "gzip"),
                    ("X-Crawler-Transfer-Encoding", "chunked"),
                    ("Content-Length", str(len(page.body))),
                ),
            )
            for page in pages
        ),
    ]


def browsertrix(pages: Sequence[Page], again: Page | None = None) -> bytes:
    """A WACZ of WARC/1.1: requests behind answers, bodies packed as they came, `urn:` resources, a revisit, a POST."""
    records = [
        record(
            "1.1",
            (
                ("WARC-Filename", "rec-1.warc.gz"),
                ("WARC-Date", f"{pages[0].day[:-1]}.123Z"),
                ("WARC-Type", "warcinfo"),
                ("WARC-Record-ID", urn("bt info")),
                ("Content-Type", "application/warc-fields"),
            ),
            b"software: Browsertrix-Crawler 1.4.2 (with warcio.js 2.4.2)\r\nformat: WARC File Format 1.1\r\n",
        )
    ]
    for page in pages:
        day = f"{page.day[:-1]}.456Z"
        body = gzip.compress(page.body, mtime=0)
        block = http(page, ("content-type", _HTML), ("content-encoding", "gzip"), body=body)
        block = block.replace(b"content-encoding", b"content-encoding")
        of = urn("response", page.url, page.day)
        fields = (
            ("WARC-Page-ID", "5d1f3e6c-41bb-4c57-9c4c-1ee4b2e5d9d1"),
            ("WARC-JSON-Metadata", json.dumps({"ipType": "Public", "cert": {"issuer": "R3", "ctc": "1"}})),
            ("WARC-Block-Digest", f"sha256:{sha256(block).hexdigest()}"),
        )
        records += [
            response(Page(page.path, day, page.body), block, "1.1", *fields).replace(
                urn("response", page.url, day).encode(), of.encode()
            ),
            _bt_request(page, of),
        ]
    records.append(
        record(
            "1.1",
            (
                ("WARC-Type", "resource"),
                ("WARC-Target-URI", f"urn:pageinfo:{pages[0].url}"),
                ("WARC-Date", pages[0].day),
                ("WARC-Record-ID", urn("pageinfo")),
                ("Content-Type", "application/json"),
            ),
            json.dumps({"pageid": "5d1f3e6c", "urls": {pages[0].url: {"status": 200}}}).encode(),
        )
    )
    posted = Page(f"{pages[0].path}?__wb_method=POST&q=ferry", pages[0].day, b"<p>Results</p>")
    records += [response(posted, http(posted, ("content-type", _HTML)), "1.1"), _bt_request(posted, method="POST")]
    if again:
        records.append(
            record(
                "1.1",
                (
                    ("WARC-Type", "revisit"),
                    ("WARC-Target-URI", again.url),
                    ("WARC-Date", again.day),
                    ("WARC-Profile", "http://netpreserve.org/warc/1.1/revisit/identical-payload-digest"),
                    ("WARC-Refers-To-Target-URI", pages[0].url),
                    ("WARC-Refers-To-Date", pages[0].day),
                    ("WARC-Record-ID", urn("bt revisit")),
                    ("Content-Type", "application/http; msgtype=response"),
                ),
                http(again, ("content-type", _HTML), body=b""),
            )
        )
    wacz = io.BytesIO()
    with zipfile.ZipFile(wacz, "w") as written:
        written.writestr("archive/rec-1.warc.gz", packed(records))
        written.writestr("indexes/index.cdx.gz", gzip.compress(b""))
        written.writestr("pages/pages.jsonl", '{"format": "json-pages-1.0", "id": "pages", "title": "All Pages"}\n')
        written.writestr("datapackage.json", json.dumps({"profile": "data-package", "wacz_version": "1.1.1"}))
    return wacz.getvalue()


def _bt_request(page: Page, of: str | None = None, method: str = "GET") -> bytes:
    return record(
        "1.1",
        (
            ("WARC-Concurrent-To", of or urn("response", page.url, page.day)),
            ("WARC-Target-URI", page.url),
            ("WARC-Date", page.day),
            ("WARC-Type", "request"),
            ("WARC-Record-ID", urn("request", page.url, page.day)),
            ("Content-Type", "application/http; msgtype=request"),
        ),
        f"{method} {page.path} HTTP/1.1\r\nuser-agent: Mozilla/5.0 HeadlessChrome/132.0\r\n\r\n".encode(),
    )
