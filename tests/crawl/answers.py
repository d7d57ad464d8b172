"""A site on which every address answers in a way of its own, and what becomes of each."""

from __future__ import annotations

import gzip

from .site import DAY, HTML, Answer, Reply, Site, article, html, page, redirect, sitemap, tagged, text

LARGE = 21 * 1024 * 1024  # bytes; over the download limit of 8 MiB
FEED = f"{DAY}only-in-the-feed/"


STATES = {  # name: (state, reason) after the first crawl, if not (held, None)
    "private": ("missing", "robots"),
    "moved": ("missing", "redirected"),
    "to-home": ("missing", "redirected"),
    "off-host": ("missing", "off-site"),
    "off-name": ("missing", "off-site"),
    "off-example": ("missing", "off-site"),
    "off-metadata": ("missing", "off-site"),
    "off-file": ("missing", "off-site"),
    "loop": ("missing", "redirected"),
    "bad-location": ("missing", "http-error"),
    "no-location": ("missing", "http-error"),
    "not-found": ("missing", "soft-404"),
    "gone-404": ("missing", "gone-404"),
    "gone-410": ("missing", "gone-410"),
    "broken-500": ("missing", "http-error"),
    "forbidden-403": ("missing", "http-error"),
    "cut-off": ("missing", "fetch-failed"),
    "large-said": ("missing", "too-large"),
    "large-unsaid": ("missing", "too-large"),
    "bomb": ("missing", "too-large"),
    "no-gzip": ("missing", "fetch-failed"),
    "pdf": ("missing", "not-html"),
    "short": ("missing", "no-text"),
}
HELD = (
    "plain dated untagged gzipped slashed query target %D0%BF%D0%B0%D1%80%D0%BE%D0%BC goes changes will-move bac parom"
    " only-in-the-feed older only-linked on-page-2 comes-back hung-up"
).split()


def _rss(*paths: str) -> Reply:
    items = "".join(f"<item><link>{path}</link></item>" for path in paths)
    body = f'<rss version="2.0"><channel><title>F</title>{items}</channel></rss>'
    return Reply(200, body.encode(), {"Content-Type": "application/rss+xml"})


def build(site: Site, other: Site) -> None:
    """The first day. Each answer stands under `DAY`, its name says what it is."""
    localhost = f"http://localhost:{site.port}"
    answers: dict[str, Answer] = {
        "plain": tagged(article("Plain"), '"plain-1"'),
        "dated": article("Dated", Last_Modified="Tue, 01 Jul 2025 10:00:00 GMT"),
        "untagged": article("Untagged"),
        "private": article("Private"),
        "gzipped": Reply(200, gzip.compress(page("Gzipped")), HTML | {"Content-Encoding": "gzip"}),
        "slashed": redirect(f"{DAY}slashed"),
        "query": redirect(f"{site.address}{DAY}query?utm_source=x", 302),
        "moved": redirect(f"{DAY}target/"),
        "target": article("Target"),  # nobody announces it
        "to-home": redirect("/"),
        "off-host": redirect(f"{other.address}{DAY}off-host/", 302),
        "off-name": redirect(f"{localhost}{DAY}trap/", 307),
        "off-example": redirect("https://elsewhere.example/", 308),
        "off-metadata": redirect("http://169.254.169.254/latest/"),
        "off-file": redirect("file:///etc/passwd"),
        "loop": redirect(f"{DAY}loop/"),
        "bad-location": redirect("http://[bad/"),
        "no-location": Reply(301),
        "not-found": html("<h1>Not found</h1>"),
        "gone-404": Reply(404, b"<h1>Gone</h1>", HTML),
        "gone-410": Reply(410),
        "broken-500": Reply(500, b"<h1>Broken</h1>", HTML),
        "forbidden-403": Reply(403, b"<h1>Forbidden</h1>", HTML),
        "hung-up": Reply(hang_up=True),
        "cut-off": Reply(200, b"<html>", HTML | {"Content-Length": "1000"}),
        "large-said": Reply(200, b"<html>", HTML | {"Content-Length": str(LARGE)}),
        "large-unsaid": lambda _: Reply(200, headers=HTML, chunks=(b"x" * 65536 for _ in range(LARGE // 65536))),
        "bomb": Reply(200, gzip.compress(page() + bytes(LARGE)), HTML | {"Content-Encoding": "gzip"}),
        "no-gzip": Reply(200, b"not gzip at all", HTML | {"Content-Encoding": "gzip"}),
        "pdf": Reply(200, b"%PDF-1.7", {"Content-Type": "application/pdf"}),
        "short": article("Short", "Three words only."),
        "%D0%BF%D0%B0%D1%80%D0%BE%D0%BC": article("Percent"),
        "comes-back": Reply(404),
        "goes": article("Goes"),
        "changes": article("Changes"),
        "will-move": article("Will move"),
    }
    site.answers.update({f"{DAY}{name}/": answer for name, answer in answers.items()})
    for name in ("slashed", "query?utm_source=x"):  # whoever is sent there from the same article's address
        site.answers[f"{DAY}{name}"] = article(name)
    announced = [f"{DAY}{name}/" for name in answers if name != "target"]
    site.announce(
        *announced,
        f"/fr{DAY}bac/",
        f"{DAY}plain",  # other spellings of what is announced above
        f"{DAY}plain/?utm_source=sitemap",
        f"{site.address}{DAY}%d0%bf%D0%B0ром/",
        "/about/",
        "/2025/07/",
        f"{other.address}{DAY}elsewhere/",
        f"{localhost}{DAY}trap/",
    )
    site.answers[f"/fr{DAY}bac/"] = article("Bac", language="fr")
    site.answers["/robots.txt"] = text(f"User-agent: *\nDisallow: {DAY}private/\nSitemap: {site.address}/more.xml\n")
    site.answers["/more.xml"] = sitemap(f"{site.address}/ru{DAY}parom/", f"{other.address}/more.xml")
    site.answers[f"/ru{DAY}parom/"] = article("Паром", language="ru")
    # Sources that are broken, each in its own way; the others carry on.
    site.answers["/fr/feed/"] = Reply(500)
    site.answers["/ru/feed/"] = html("<p>No feed today.</p>")
    site.answers["/ru/"] = Reply(hang_up=True)
    site.answers["/feed/"] = _rss(site.address + FEED)
    site.answers["/feed/?paged=2"] = _rss(f"{site.address}{DAY}older/")  # page 3 is a 404: the end
    site.answers[FEED] = article("Feed")
    site.answers[f"{DAY}older/"] = article("Older")
    links = [f"{DAY}only-linked/", "/about/", "http://[bad/", f"{localhost}{DAY}trap/", "/search?q=x", "/page/2/"]
    site.answers["/"] = html("".join(f'<a href="{link}">x</a>' for link in links))
    site.answers["/page/2/"] = html(f'<a href="{DAY}on-page-2/">x</a><a href="/">1</a>')
    site.answers[f"{DAY}only-linked/"] = article("Linked")
    site.answers[f"{DAY}on-page-2/"] = article("Page 2")


def next_day(site: Site) -> None:
    """What changes until the second crawl."""
    site.answers[f"{DAY}comes-back/"] = article("Comes back")
    site.answers[f"{DAY}hung-up/"] = article("Mended")
    site.answers[f"{DAY}goes/"] = Reply(410)
    site.answers[f"{DAY}changes/"] = article("Has changed")
    site.answers[f"{DAY}will-move/"] = redirect(f"{DAY}target/")
