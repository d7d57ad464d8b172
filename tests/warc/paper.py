"""A newspaper that answers in every way there is, and two crawls of it."""

from __future__ import annotations

import gzip
import time
from pathlib import Path

from crawl.crawling import crawl
from crawl.site import DAY, page
from hostile.wire import RESET, Answer, Wire, article, head, reply

HTML = "Content-Type: text/html; charset=utf-8"
FRENCH = "Le bac a quitté le port à l’aube et il est revenu le soir, sans personne à bord. " * 4
RUSSIAN = "Паром вышел из гавани на рассвете и вернулся вечером, и никого на борту не было. " * 4
TITLES = {  # path: title
    f"{DAY}plain/": "The empty ferry",
    f"{DAY}packed/": "The ferry, packed",
    f"{DAY}tagged/": "The ferry with a tag",
    f"/fr{DAY}bac/": "Le bac déserté de l’île",
    f"/ru{DAY}parom/": "Пустой паром: «Ещё раз»",
    f"/ru{DAY}staryj/": "Старый паром",
}
PRINTED = page(TITLES[f"/ru{DAY}parom/"], RUSSIAN, language="ru")
OLD = page(TITLES[f"/ru{DAY}staryj/"], RUSSIAN, language="ru").decode().encode("cp1251")


def make(archive: Path) -> None:
    """Crawls it twice; the second time, nothing has changed but an ETag that is confirmed."""
    with Wire() as wire:
        wire.answers |= _answers()
        urls = "".join(f"<url><loc>{wire.address}{path}</loc></url>" for path in wire.answers)
        body = f'<?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{urls}</urlset>'
        wire.answers["/sitemap_index.xml"] = lambda: [reply(body.encode(), "Content-Type: application/xml")]
        wire.answers["/robots.txt"] = lambda: [reply(b"User-agent: *\nDisallow: /private/\n")]
        for _ in range(2):
            done = crawl(archive, wire.address, "--full")
            assert done.code in (0, 14), done.err
            tagged = head('ETag: "one"', "Content-Length: 999", status="HTTP/1.1 304 Not Modified")
            wire.answers[f"{DAY}tagged/"] = lambda answer=tagged: [answer]  # type: ignore[misc]
            time.sleep(1)  # times are kept to the second: the same answer twice in one is one exchange to an import


def _answers() -> dict[str, Answer]:
    packed = gzip.compress(page(TITLES[f"{DAY}packed/"]))
    heads = (HTML, "content-encoding: gzip", "Transfer-Encoding: chunked", *_REPEATED)
    chunks = [f"{len(packed):x}\r\n".encode(), packed, b"\r\n0\r\n\r\n"]
    return {
        f"{DAY}plain/": lambda: [article(TITLES[f"{DAY}plain/"])],
        f"{DAY}packed/": lambda: [head(*heads), *chunks],
        f"{DAY}tagged/": lambda: [article(TITLES[f"{DAY}tagged/"], ETag='"one"')],
        f"{DAY}twin-a/": lambda: [article("The same", Link="<a>; rel=x")],
        f"{DAY}twin-b/": lambda: [article("The same")],
        f"{DAY}gone/": lambda: [head("Content-Length: 5", status="HTTP/1.1 410 Gone") + b"Gone."],
        f"{DAY}moved/": lambda: [head("Location: ../plain/", "Content-Length: 0", status="HTTP/1.1 301 Moved")],
        f"{DAY}cut/": lambda: [head(HTML, "Content-Length: 5000") + page("Cut")[:400], RESET],
        f"{DAY}archived/": lambda: [article("Brought back", **{"X-Archive-Orig-Content-Length": "7"})],
        f"/fr{DAY}bac/": lambda: [reply(page(TITLES[f"/fr{DAY}bac/"], FRENCH, language="fr"), HTML)],
        f"/ru{DAY}parom/": lambda: [head(HTML, "Connection: close", status="HTTP/1.0 200") + PRINTED],
        f"/ru{DAY}staryj/": lambda: [reply(OLD, "Content-Type: text/html; charset=windows-1251")],
    }


_REPEATED = ("Set-Cookie: a=1", "Link: </1>; rel=prev", "Set-Cookie: b=2", "LINK: </2>; rel=next", "X-Word: паром")
