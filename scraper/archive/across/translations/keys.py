"""By what an article is found as a candidate, and what it named the last time: the table `translation_keys`."""

from __future__ import annotations

from dataclasses import dataclass
from sqlite3 import Connection

from scraper.archive.across.translations.traits import day_of, hangs_on, slot

DAYS = 3  # a translation comes out within so many days
RARE = 6  # articles that may share an image or a link for it to say something: two pieces in three languages
_OTHERS = """
    select distinct k.article_id from translation_keys k
     where k.key = ?1 and k.day between ?2 and ?3 and k.article_id <> ?4
       and not instr(?5, '\n' || k.slot || '\n')"""
_RARE_OTHERS = f"select article_id from translation_keys where key = ? and article_id <> ? limit {RARE + 1}"


@dataclass(frozen=True, slots=True)
class Keys:
    """What one article is found by; each key begins with its kind.

    `a:` an author, or a publisher where nobody signed; `i:` an image and `l:` a link, of a publisher; `n:` an
    address that it names.
    """

    slot: str
    day: int  # 0 if none is known: then it is nobody's candidate
    keys: frozenset[str]


def stored(connection: Connection, article_id: int) -> Keys | None:
    """The keys of an article as of its last grouping; None if it never was grouped."""
    rows = connection.execute("select slot, day, key from translation_keys where article_id = ?", (article_id,))
    found = rows.fetchall()
    return Keys(found[0][0], found[0][1], frozenset(row[2] for row in found)) if found else None


def current(connection: Connection, article_id: int) -> Keys:
    """The keys of an article that is held, as it is now."""
    edition, language, publisher, printed = connection.execute(
        "select edition, language, publisher, published_date from articles where id = ?", (article_id,)
    ).fetchone()
    authors = connection.execute("select author_id from article_authors where article_id = ?", (article_id,)).fetchall()
    images, links = hangs_on(connection, article_id)
    named = connection.execute(
        "select url from alternates where article_id = ?1 union"
        " select j.value from sightings s join json_each(s.alternates) j"
        " where s.article_id = ?1 and s.alternates is not null",
        (article_id,),
    ).fetchall()
    keys = {f"a:{author}" for (author,) in authors} or {f"a:{publisher}:"}
    keys |= (
        {f"i:{publisher}:{key}" for key in images}
        | {f"l:{publisher}:{key}" for key in links}
        | {f"n:{url}" for (url,) in named}
    )
    return Keys(slot(edition, language), day_of(printed) or 0, frozenset(keys))


def store(connection: Connection, article_id: int, keys: Keys) -> None:
    """Notes the keys of an article in place of those of its last grouping."""
    connection.execute("delete from translation_keys where article_id = ?", (article_id,))
    connection.executemany(
        "insert into translation_keys (key, day, article_id, slot) values (?, ?, ?, ?)",
        [(key, keys.day, article_id, keys.slot) for key in sorted(keys.keys)],
    )


def sharing(connection: Connection, article_id: int, keys: Keys, taken: frozenset[str] = frozenset()) -> set[int]:
    """The articles in other languages that came out within `DAYS` and share an author, or a rare image or link.

    `taken`: slots of which none is wanted.
    """
    slots = "\n".join(("", *sorted(taken | {keys.slot}), ""))
    found: set[int] = set()
    if not keys.day:
        return found
    for key in keys.keys:
        if key[0] == "a" or (key[0] in "il" and len(holders(connection, key, article_id)) < RARE):
            bounds = (keys.day - DAYS, keys.day + DAYS)
            found.update(other for (other,) in connection.execute(_OTHERS, (key, *bounds, article_id, slots)))
    return found


def holders(connection: Connection, key: str, article_id: int) -> list[int]:
    """Other articles with an image or a link; of those that stand in many, `RARE + 1`."""
    return [other for (other,) in connection.execute(_RARE_OTHERS, (key, article_id))]
