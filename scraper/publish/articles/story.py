"""Everything about one article that its page shows, read in one go."""

from __future__ import annotations

import json
from dataclasses import dataclass
from sqlite3 import Connection, Row

from scraper.publish.articles.past import Event, departure, past

_KINDS = {kind[0]: kind for kind in ("paragraph", "heading", "item", "quote")}
_FIELDS = (
    *("title", "lead", "authors", "published", "modified", "body", "language", "sections", "tags", "canonical"),
    "translations",
)
_CAPTURES = 20  # shown


@dataclass(frozen=True, slots=True)
class Block:
    """One block of the body."""

    text: str
    kind: str  # "paragraph", "heading", "item", "quote"


@dataclass(frozen=True, slots=True)
class Source:
    """Where a field was read."""

    field: str
    place: str
    raw: str
    rivals: tuple[tuple[str, str], ...]  # place and words of what was not taken


@dataclass(frozen=True, slots=True)
class Story:
    """An article with all that hangs on it; rows have the columns that their query names."""

    article: Row
    blocks: tuple[Block, ...]
    authors: tuple[Row, ...]  # id, name
    sections: tuple[Row, ...]  # id, name, kind
    tags: tuple[Row, ...]  # id, name
    translations: tuple[Row, ...]  # id, language, title, inferred: those that the archive holds
    announced: tuple[Row, ...]  # language, url: those that it does not
    versions: tuple[Row, ...]  # id, number, first_seen, last_seen, modified, words
    captures: tuple[Row, ...]  # id, fetched, status, sha256, size; the last ones, newest first
    links: tuple[Row, ...]  # href, anchor, host, held: id of the article it leads to, if held
    images: tuple[Row, ...]  # src, file, alt, caption
    footnotes: tuple[Row, ...]  # text
    pull_quotes: tuple[Row, ...]  # text
    related: tuple[Row, ...]  # href, title, held
    sources: tuple[Source, ...]  # in the order of `_FIELDS`
    past: tuple[Event, ...]  # what became of it
    withheld: bool  # it has a text, which this copy or this site does not show
    departed: str | None  # what a reader is told of an article that is not online any more


def story(connection: Connection, article_id: int) -> Story | None:
    """The article of that key; None if the archive does not hold it. The connection gives `Row`s."""

    def rows(sql: str) -> tuple[Row, ...]:
        return tuple(connection.execute(sql, {"id": article_id}))

    found = rows(
        """select a.*, c.fetched as capture_time, c.status as capture_status, c.url as capture_url,
                  m.title as moved_to_title
             from articles a left join captures c on c.id = a.capture_id
             left join articles m on m.id = a.moved_to
            where a.id = :id"""
    )
    if not found:
        return None
    return Story(
        article=found[0],
        blocks=blocks(found[0]["body"], found[0]["structure"]),
        authors=rows("select author_id as id, name from article_authors where article_id = :id order by position"),
        sections=rows(
            """select s.id, s.name, s.kind from article_sections x join sections s on s.id = x.section_id
                where x.article_id = :id order by x.position"""
        ),
        tags=rows(
            """select t.id, t.name from article_tags x join tags t on t.id = x.tag_id
                where x.article_id = :id order by x.position"""
        ),
        translations=rows(
            """select a.id, a.language, a.title, 'inferred' in (mine.method, other.method) as inferred
                 from translations mine
                 join translations other on other.group_id = mine.group_id
                 join articles a on a.id = other.article_id
                where mine.article_id = :id and a.id <> :id order by a.language, a.id"""
        ),
        announced=rows(
            """select language, url from alternates x where article_id = :id
                  and not exists (select 1 from articles a where a.url = x.url) order by language"""
        ),
        versions=rows(
            """select id, number, first_seen, last_seen, modified, words from versions
                where article_id = :id order by number"""
        ),
        captures=rows(
            f"""select id, fetched, status, sha256, size, truncated from captures
                 where article_id = :id and kind = 'article' order by id desc limit {_CAPTURES}"""
        ),
        links=rows(
            """select l.href, l.anchor, l.host, a.id as held from links l left join articles a on a.id = l.target_id
                where l.article_id = :id order by l.position"""
        ),
        images=rows("select src, file, alt, caption from images where article_id = :id order by position"),
        footnotes=rows("select text from footnotes where article_id = :id order by position"),
        pull_quotes=rows("select text from pull_quotes where article_id = :id order by position"),
        related=rows(
            """select r.href, r.title, a.id as held from related r left join articles a on a.id = r.target_id
                where r.article_id = :id order by r.position"""
        ),
        sources=tuple(
            sorted(
                (
                    Source(field, place, raw, tuple((rival["source"], rival["raw"]) for rival in json.loads(rivals)))
                    for field, place, raw, rivals in rows(
                        """select field, source, coalesce(raw, '') as raw, coalesce(rivals, '[]') as rivals
                             from field_sources where article_id = :id"""
                    )
                ),
                key=lambda source: _FIELDS.index(source.field),
            )
        ),
        past=past(connection, article_id),
        withheld=not found[0]["body"] and found[0]["words"] > 0,
        departed=departure(found[0]["status"]),
    )


def blocks(body: str | None, structure: str | None) -> tuple[Block, ...]:
    """The body's blocks; `structure` has a letter for each. None, where the text is withheld."""
    if not body or not structure:
        return ()
    return tuple(Block(text, _KINDS[letter]) for text, letter in zip(body.split("\n\n"), structure, strict=True))
