"""What was fetched: every capture's body, and the dictionaries by which bodies are packed."""

from __future__ import annotations

from collections.abc import Iterator
from hashlib import sha256

import zstandard

from scraper.archive.check.report import Fault, Finding, Look, finding
from scraper.archive.raw import Bodies
from scraper.records import article_id

_AT_ONCE = 1_000  # bodies whose keys are held at once
_CAPTURE = "capture {} of {} on {}"


def captures(look: Look) -> Finding:
    """Whether captures fit each other, their bodies and their addresses."""
    look.db.create_function("key_of", 2, article_id, deterministic=True)
    return finding("captures", look.count("captures"), "captures", _captures(look))


def _captures(look: Look) -> Iterator[Fault]:
    for kind, sql in _WRONG.items():
        for capture_id, url, fetched in look.rows(f"select c.id, c.url, c.fetched from captures c {sql} order by c.id"):
            yield Fault(f"{_CAPTURE.format(capture_id, url, fetched).capitalize()} {kind}.", None)
    orphans = "select sha256 from bodies b where not exists (select 1 from captures c where c.sha256 = b.sha256)"
    for (digest,) in look.rows(orphans):
        yield Fault(f"The body {digest} is no capture's: the row that says where it came from is gone.", None)


_WRONG = {
    "has no body any more": "left join bodies b on b.sha256 = c.sha256 where c.sha256 is not null and b.sha256 is null",
    "says another size than its body has": "join bodies b on b.sha256 = c.sha256 where b.size <> c.size",
    "says that nothing had changed since one that is not there, or of another address": (
        "left join captures o on o.id = c.revisit_of where c.revisit_of is not null"
        " and (o.id is null or o.id >= c.id or o.path <> c.path or o.edition <> c.edition or o.status <> 200"
        " or c.status <> 304 or c.sha256 is not null)"
    ),
    "is filed under another article than its address means": (
        "where c.article_id is not case when c.kind in ('article', 'part') then key_of(c.edition, c.path) end"
    ),
}


def dictionaries(look: Look) -> Finding:
    """Whether every dictionary is what its name, its own SHA-256, says."""
    return finding("dictionaries", look.count("dictionaries"), "dictionaries", _dictionaries(look))


def _dictionaries(look: Look) -> Iterator[Fault]:
    if left_out(look):
        return
    for key, size, data in look.db.execute("select id, size, data from dictionaries").fetchall():
        try:
            content = zstandard.decompress(data)
            wrong = None if (sha256(content).hexdigest(), len(content)) == (key, size) else "it has another SHA-256"
        except zstandard.ZstdError as error:
            wrong = str(error)
        if wrong:
            (bodies,) = next(look.rows("select count(*) from bodies where dictionary_id = ?", key))
            yield Fault(f"The dictionary {key} is damaged ({wrong}): {bodies:,} bodies cannot be read.", None)


def bodies(look: Look) -> Finding:
    """Whether every body, or the part of them that is to be read, has its SHA-256."""
    if left_out(look):
        return finding("bodies", 0, "bodies", (), "left out of this file: it is a snapshot")
    total = look.count("bodies")
    if look.part.whole:
        return finding("bodies", total, "bodies", _bodies(look, None, total))
    chosen = look.part.chooser(look.chance)
    part = [str(digest) for (digest,) in look.rows("select sha256 from bodies") if chosen(str(digest))]
    return finding("bodies", len(part), "bodies", _bodies(look, part, len(part)), f"a part of all {total:,}")


def _bodies(look: Look, part: list[str] | None, wanted: int) -> Iterator[Fault]:
    store = Bodies(look.db)
    for done, digest in enumerate(_digests(look) if part is None else part, 1):
        try:
            size = len(store.get(digest))
            (said,) = next(look.rows("select size from bodies where sha256 = ?", digest))
            wrong = None if size == said else f"it has {size:,} bytes, and should have {said:,}"
        except (KeyError, ValueError) as error:
            wrong = str(error)
        if wrong:
            yield Fault(f"{wrong[0].upper()}{wrong[1:]}; it is what {_whose(look, digest)} brought.", None)
        if done % 100 == 0 or done == wanted:
            look.progress(done, wanted - done)


def _digests(look: Look) -> Iterator[str]:
    """Of all bodies, in the order in which they lie in the file."""
    last = 0
    while rows := list(look.rows(f"select rowid, sha256 from bodies where rowid > ? limit {_AT_ONCE}", last)):
        yield from (str(digest) for _, digest in rows)
        last = int(str(rows[-1][0]))


def _whose(look: Look, digest: str) -> str:
    rows = list(look.rows("select id, url, fetched from captures where sha256 = ? order by id", digest))
    if not rows:
        return "no capture"
    others = f" (and {len(rows) - 1:,} more)" if len(rows) > 1 else ""
    return f"{_CAPTURE.format(*rows[0])}{others}"


def left_out(look: Look) -> bool:
    """Whether the file is a snapshot, which has no body's bytes at all."""
    one = next(look.rows("select 1 from bodies where length(data) > 0 limit 1"), None)
    return one is None and look.count("bodies") > 0
