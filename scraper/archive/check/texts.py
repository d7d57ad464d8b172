"""What is made of the captures: versions with their keys, the ledger, the search index."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator

from scraper.archive import counts
from scraper.archive.check.report import Fault, Finding, Look, Remedy, finding, is_damage
from scraper.archive.history.versions import version_id
from scraper.archive.search import indexed
from scraper.records import article_id
from scraper.texts.versions import text_sha256

_OFTEN = 50  # times that one article may have had the very same text
_SHADOWS = ("data", "idx", "docsize", "config")


def versions(look: Look) -> Finding:
    """Whether every version's capture is there to be read again, its text is what its key says, and keys lead on."""
    note = None if look.part.whole else "texts are compared of a part, as bodies are"
    return finding("versions", look.count("version_keys"), "keys of versions", _versions(look), note)


def _versions(look: Look) -> Iterator[Fault]:
    for said, sql in _WRONG_VERSIONS.items():
        for key, of in look.rows(sql):
            yield Fault(f"Version {key} of article {of} {said}.", Remedy.REBUILD)
    gone = (
        "select k.id, k.capture_id from version_keys k left join captures c on c.id = k.capture_id where c.id is null"
    )
    for key, capture in look.rows(gone):
        yield Fault(f"What is cited as {key} was read from capture {capture}, which is gone.", None)
    for key, of, digest in look.rows("select id, article_id, text_sha256 from version_keys"):
        if not any(version_id(int(str(of)), str(digest), times) == key for times in range(_OFTEN)):
            yield Fault(f"The key {key} is not that of its article and text.", None)
    chosen = look.part.chooser(look.chance)
    for said, sql in _TEXTS.items():
        for key, of, publisher, digest, *text in look.rows(sql):
            if not chosen(str(digest)):
                continue
            told = [None if part is None else str(part) for part in text]
            if text_sha256(told, look.transforms.get(str(publisher), {})) != digest:
                yield Fault(f"{said.format(key, of)} another text than it was stored with.", Remedy.REBUILD)


_TEXTS = {  # of a snapshot without texts, nothing can be compared
    "Version {} of article {} has": (
        "select v.id, v.article_id, a.publisher, v.text_sha256, v.title, v.lead, v.body, v.footnotes"
        " from versions v join articles a on a.id = v.article_id where v.body <> ''"
    ),
    "The last version, {}, of article {} stands there with": (  # where it is the version's own, that was seen above
        "select v.id, a.id, a.publisher, v.text_sha256, a.title, a.lead, a.body, v.footnotes"
        " from articles a join versions v on v.id = a.version_id where a.body <> ''"
        " and (a.title, a.lead, a.body) is not (v.title, v.lead, v.body)"
    ),
}
_WRONG_VERSIONS = {
    "was read from a capture that has no page": (
        "select v.id, v.article_id from versions v left join captures c on c.id = v.capture_id"
        " where c.id is null or c.sha256 is null or c.article_id is not v.article_id"
    ),
    "cannot be cited: its key was never noted": (
        "select v.id, v.article_id from versions v where not exists (select 1 from version_keys k where k.id = v.id)"
    ),
    "is named by the article as its text, and is not its last": (
        "select a.version_id, a.id from articles a left join versions v"
        " on v.id = a.version_id and v.article_id = a.id and v.number = a.versions"
        " where v.id is null or a.versions <> (select count(*) from versions o where o.article_id = a.id)"
    ),
}


def ledger(look: Look) -> Finding:
    """Whether every address that was announced, or fetched as an article, is counted once, as held or missing."""
    look.db.create_function("key_of", 2, article_id, deterministic=True)
    states = {str(state): int(str(count)) for state, count in look.rows(_STATES)}
    note = f"{states.get('held', 0):,} held, {states.get('missing', 0):,} missing, {states.get('pending', 0):,} pending"
    return finding("ledger", look.count("frontier"), "addresses", _ledger(look), note)


def _ledger(look: Look) -> Iterator[Fault]:
    for said, (sql, remedy) in _WRONG_LEDGER.items():
        for (url,) in look.rows(sql):
            yield Fault(f"{url} {said}.", remedy)
    there = {str(name) for (name,) in look.rows("select name from sqlite_master where type = 'table'")}
    for what, by in look.rows(counts.WRONG) if there.issuperset(counts.COUNTED) else ():
        too = "many" if int(str(by)) > 0 else "few"
        yield Fault(f"{what}: {abs(int(str(by))):,} too {too} are counted.", Remedy.COUNTS)


_STATES = "select state, count(*) from frontier group by state"
_WRONG_LEDGER: dict[str, tuple[str, Remedy | None]] = {
    "was announced, and is not in the ledger": (
        "select url from sightings s where not exists (select 1 from frontier f where f.id = s.article_id)",
        None,
    ),
    "was fetched as an article, and is not in the ledger": (
        "select min(url) from captures c where kind = 'article'"
        " and not exists (select 1 from frontier f where f.id = c.article_id) group by article_id",
        None,
    ),
    "is counted under another key than its address has": (
        "select url from frontier where id <> key_of(edition, path)"
        " union all select url from sightings where article_id <> key_of(edition, path)",
        None,
    ),
    "counts as held, and there is no article of it": (
        "select url from frontier f where state = 'held' and not exists (select 1 from articles a where a.id = f.id)",
        Remedy.REBUILD,
    ),
    "is an article, and does not count as held": (
        "select a.url from articles a left join frontier f on f.id = a.id"
        " where f.state is not 'held' and not (a.status = 'same-body' and f.reason is 'same-body')",
        Remedy.REBUILD,
    ),
    "counts as missing, without a reason": (
        "select url from frontier where state = 'missing' and reason is null",
        Remedy.REBUILD,
    ),
    "counts as held by a capture of another address": (
        "select f.url from frontier f join captures c on c.id = f.capture_id where c.article_id is not f.id",
        None,
    ),
}


def search(look: Look) -> Finding:
    """Whether the search index has every article that it should, and no other; in a whole check, word by word."""
    total = look.count("articles_fts_docsize")
    note = None if look.part.whole else "by their keys: words are compared in a whole check"
    return finding("search index", total, "articles", _search(look), note)


def _search(look: Look) -> Iterator[Fault]:
    both = (
        ("is not in the search index", "select id from articles where status <> 'same-body'", "articles_fts_docsize"),
        ("is in the search index, and is no article", "select id from articles_fts_docsize", "_findable"),
    )
    look.db.execute("create temp view _findable as select id from main.articles where status <> 'same-body'")
    wrong = False
    for said, sql, other in both:
        for (key,) in look.rows(f"{sql} except select id from {other}"):
            wrong = True
            yield Fault(f"Article {key} {said}.", Remedy.SEARCH)
    look.db.execute("drop view temp._findable")
    if not wrong and look.part.whole and not _compares(look.db):
        # Which of the two was changed cannot be told, so both are made again.
        yield Fault("The words in the search index are not those of the articles.", Remedy.REBUILD)


def _indexed(*given: bytes | None) -> str | None:
    """Of bytes that may be damaged, which are no text for Python; other letters in their place are other words."""
    language, text = (None if one is None else one.decode(errors="replace") for one in given)
    return indexed(language, text)


def _compares(connection: sqlite3.Connection) -> bool:
    """Whether the index has the words of the articles, each in its place.

    SQLite compares an index with its table; ours has stems, so a copy of it is compared with a view that gives them.
    """
    execute = connection.execute
    connection.create_function("stem_indexed", 2, _indexed, deterministic=True)
    (sql,) = execute("select sql from main.sqlite_master where name = 'articles_fts'").fetchone()
    given = "stem_indexed(cast(language as blob), cast({0} as blob)) as {0}"
    stems = ", ".join(given.format(name) for name in ("title", "lead", "body"))
    execute(f"create temp view _stems as select id, {stems} from main.articles where status <> 'same-body'")
    try:
        execute(sql.replace("articles_fts", "temp._compared", 1).replace('content="articles"', 'content="_stems"'))
        for name in _SHADOWS:
            execute(f"delete from temp._compared_{name}")
            execute(f"insert into temp._compared_{name} select * from main.articles_fts_{name}")
        execute("insert into temp._compared (_compared, rank) values ('integrity-check', 1)")
    except sqlite3.DatabaseError as error:
        if not is_damage(error):
            raise
        return False
    finally:
        execute("drop table if exists temp._compared")
        execute("drop view temp._stems")
    return True
