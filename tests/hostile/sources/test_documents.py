"""Sitemaps and feeds that are bait for whoever parses them: what they announce is taken, what is wrong is said."""

from __future__ import annotations

import gzip
import itertools
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from crawl.crawling import rows, states
from crawl.site import DAY, Reply, Site, article
from promises import Measured

from hostile.sources.endless import XML, streamed
from hostile.sources.test_traps import MB, crawl, problems

HOME = "https://courier.example"  # which stands for the copy that is crawled
LIMIT = "not read to its end"
NS = "http://www.sitemaps.org/schemas/sitemap/0.9"


def urlset(inside: str, head: str = '<?xml version="1.0"?>', root: str = f'urlset xmlns="{NS}"') -> bytes:
    return f"{head}<{root}>{inside}</{root.split()[0]}>".encode()


def url(name: str) -> str:
    return f"<url><loc>{HOME}{DAY}{name}/</loc></url>"


def zipped(first: bytes, megabytes: int) -> bytes:
    pack = zlib.compressobj(9, wbits=31)
    return b"".join([pack.compress(first), *(pack.compress(b" " * MB) for _ in range(megabytes)), pack.flush()])


def laughs() -> bytes:
    entities = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    return urlset(url("first") + "<url><loc>&l9;</loc></url>", f'<!DOCTYPE urlset [<!ENTITY l0 "lol">{entities}]>')


def external(address: str) -> bytes:
    return urlset(url("first") + "<url><loc>&x;</loc></url>", f'<!DOCTYPE urlset [<!ENTITY x SYSTEM "{address}">]>')


# what it is: (sitemap, what is said of it; None: nothing is wrong)
BAIT: dict[str, tuple[Callable[[], bytes], str | None]] = {
    "a zipped sitemap that unpacks to 500 MB": (lambda: zipped(urlset(url("first"))[:-9], 500), "unpacked"),
    "half a zipped sitemap": (lambda: gzip.compress(urlset(url("first") + url("x") * 9000))[:-600], "before its end"),
    "a sitemap cut off in an address": (lambda: urlset(url("first") + url("second"))[:-28], "cut off"),
    "a billion laughs": (laughs, "not read to its end"),
    "an external entity that names a file": (lambda: external("file:///etc/hostname"), None),
    "an external entity that names another server": (lambda: external("http://127.0.0.2:9/x"), None),
    "an attribute of 11 MB": (lambda: urlset(url("first") + f'<url x="{"y" * 11 * MB}"/>' + url("second")), LIMIT),
    "an address of 11 MB": (lambda: urlset(url("first") + f"<url><loc>http://{'y' * 11 * MB}</loc></url>"), LIMIT),
    "100,000 elements in one another": (lambda: urlset(url("first") + "<a>" * 100_000), LIMIT),
    "windows-1251 that says it is utf-8": (
        lambda: urlset(url("first"), '<?xml version="1.0" encoding="utf-8"?><!-- \u043f\u0430\u0440\u043e\u043c -->')
        .decode().encode("cp1251"),
        None,
    ),
    "UTF-16": (lambda: urlset(url("first"), '<?xml version="1.0" encoding="utf-16"?>').decode().encode("utf-16"), None),
    "a namespace nobody knows": (lambda: urlset(url("first"), root='urlset xmlns="urn:x"'), None),
    "a namespace with a prefix": (
        lambda: urlset(url("first").replace("<", "<s:").replace("<s:/", "</s:"), root=f's:urlset xmlns:s="{NS}"'), None
    ),
    "300,000 addresses": (lambda: urlset(url("first") + url("x") * 300_000), "more than 250000 addresses"),
}  # fmt: skip


@pytest.mark.promise("Sources", "{bait}", "the article that the sitemap names is held, and what is wrong is said")
@pytest.mark.parametrize("bait", BAIT)
def test_sitemap_gives_what_it_has(bait: str, tmp_path: Path, measured: Measured) -> None:
    archive = tmp_path / "archive.db"
    make, said = BAIT[bait]
    with Site() as site:
        site.answers["/sitemap_index.xml"] = Reply(200, make(), XML)
        site.answers[f"{DAY}first/"] = article("First")
        ended = crawl(archive, site)
    measured(memory=ended.memory)
    assert states(archive)["first"] == ("held", None)
    found = [line for line in problems(archive).splitlines() if "sitemap_index.xml" in line]
    assert bool(found) == (said is not None), found
    assert said is None or said in found[0]


@pytest.mark.promise("Sources", "a sitemap of {count} addresses", "every one of them stands in the ledger")
@pytest.mark.parametrize("count", [50_000, 200_000])
def test_large_sitemap_is_read_to_its_end(count: int, tmp_path: Path, measured: Measured, thorough: bool) -> None:
    if count > 50_000 and not thorough:
        pytest.skip("takes a minute: --thorough")
    archive = tmp_path / "archive.db"
    with Site() as site:
        body = urlset("".join(url(f"slug-{number}") for number in range(count)))
        site.answers["/sitemap_index.xml"] = Reply(200, body, XML)
        site.answers |= {f"{DAY}slug-{number}/": article(f"Story {number}") for number in range(count)}
        ended = crawl(archive, site, "--limit", "5")
    ((known,),) = rows(archive, "select count(*) from frontier")
    measured(memory=ended.memory, lost=count - known)
    assert known == count


def entries() -> Iterator[bytes]:
    yield b'<rss version="2.0"><channel><title>F</title>'
    for number in itertools.count():
        yield b"<item><link>%b%bslug-%d/</link></item>" % (HOME.encode(), DAY.encode(), number)


@pytest.mark.promise(
    "Sources", "a feed of 100 MB", "what its first entries name is taken; that it is too large is said"
)
def test_large_feed_gives_its_first_entries(tmp_path: Path, measured: Measured) -> None:
    archive = tmp_path / "archive.db"
    with Site() as site:
        chunks = itertools.takewhile(bool, itertools.islice(streamed(entries()), 100 * MB // 65536))
        site.answers["/feed/"] = lambda _: Reply(200, headers={"Content-Type": "application/rss+xml"}, chunks=chunks)
        site.answers |= {f"{DAY}slug-{number}/": article(f"Story {number}") for number in range(2000)}
        ended = crawl(archive, site, "--limit", "5")
    ((known,),) = rows(archive, "select count(*) from frontier")
    measured(memory=ended.memory, figure=f"{known} addresses")
    assert known == 2000
    assert "not whole" in problems(archive)
