"""The tables of an archive, as numbered steps; a step that was released is never changed.

Facts are only ever added to. Derived tables are a function of the facts: `rebuild` empties and
remakes them. Times are UTC, ISO 8601 (`2025-07-02T06:30:00Z`).
"""

from __future__ import annotations

from sqlite_utils import Database, Migrations

migrations = Migrations("neo-archive")

# Emptied by a rebuild, children before parents.
DERIVED = (
    "translations",
    "alternates",
    "related",
    "pull_quotes",
    "footnotes",
    "images",
    "links",
    "article_tags",
    "article_sections",
    "article_authors",
    "author_names",
    "tags",
    "sections",
    "authors",
    "versions",
    "articles",
)


@migrations()
def m001_facts(db: Database) -> None:
    """What happened: crawls, captures, which source announced what, and the state of each URL."""
    db.conn.execute(
        """create table crawls (
            id integer primary key,
            publisher text not null,
            kind text not null check (kind in ('crawl', 'import')),
            home text,               -- the address that was crawled
            started text not null,
            finished text,
            outcome text not null,   -- running, finished, failed, interrupted
            counts text not null default '{}',  -- JSON: outcome → pages
            problems text not null default '[]',  -- JSON: sources that failed and why
            software text not null,
            extractor integer not null,
            settings text not null default '{}'  -- JSON
        ) strict"""
    )
    db.conn.execute(
        """create table dictionaries (
            id text primary key,     -- SHA-256 of the dictionary
            site text not null,
            layout text not null,
            size integer not null,   -- bytes, before compression
            data blob not null,      -- zstd
            unique (site, layout)
        ) strict"""
    )
    db.conn.execute(
        """create table bodies (
            sha256 text primary key, -- of the body as received
            site text not null,
            layout text not null,
            size integer not null,   -- bytes, as received
            dictionary_id text references dictionaries(id),
            data blob not null       -- zstd, with that dictionary
        ) strict"""
    )
    db.conn.execute("create index bodies_site on bodies(site, layout)")
    db.conn.execute(
        """create table captures (
            id integer primary key,
            crawl_id integer not null references crawls(id),
            article_id integer,      -- which article the address means, kept as one or not
            edition text not null,
            path text not null,      -- canonical
            url text not null,       -- as requested
            kind text not null,      -- article, sitemap, feed, listing, robots
            fetched text not null,
            status integer not null,
            headers text not null,   -- JSON: [[name, value], …] in the order of arrival
            sha256 text references bodies(sha256),
            size integer not null,   -- bytes of the body
            revisit_of integer references captures(id)  -- 304: the capture that still holds
        ) strict"""
    )
    db.conn.execute("create index captures_article on captures(article_id, id)")
    db.conn.execute("create index captures_path on captures(path, kind, id)")
    db.conn.execute("create index captures_crawl on captures(crawl_id)")
    db.conn.execute("create index captures_sha256 on captures(sha256)")
    db.conn.execute(
        """create table sightings (
            article_id integer not null,
            edition text not null,
            path text not null,
            source text not null,    -- sitemap, feed, listing, redirect, import
            url text not null,       -- as announced last
            source_url text not null, -- the document that named it last
            first_seen text not null,
            last_seen text not null,
            lastmod text,            -- as announced last
            alternates text,         -- JSON: language → URL, as announced last
            primary key (article_id, source)
        ) strict, without rowid"""
    )
    db.conn.execute("create index sightings_edition on sightings(edition, source)")
    db.conn.execute(
        """create table frontier (
            id integer primary key,  -- the article's id
            edition text not null,
            path text not null,
            url text not null,       -- canonical
            state text not null check (state in ('pending', 'held', 'missing')),
            reason text,             -- why it is not held
            detail text,
            tries integer not null default 0,  -- failed ones since the last answer
            discovered text not null,
            fetched text,            -- last answer
            due text,                -- when to fetch again; null: not again
            crawl_id integer,        -- the crawl that claimed it last
            capture_id integer references captures(id),  -- the last that brought a body
            unique (edition, path)
        ) strict"""
    )
    db.conn.execute("create index frontier_due on frontier(edition, due)")
    db.conn.execute("create index frontier_state on frontier(edition, state, reason)")


@migrations()
def m002_derived(db: Database) -> None:
    """What we make of it: articles, their versions, and everything around them."""
    db.conn.execute(
        """create table articles (
            id integer primary key,  -- 49 bits of SHA-256 over edition and path
            publisher text not null,
            edition text not null,
            language text,
            title text not null,
            lead text,
            byline text,
            published_date text,
            published text,
            published_zone text,
            published_text text,
            modified text,
            sections text,
            places text,
            tags text,
            words integer not null,
            status text not null,    -- online, gone-404, gone-410, redirected
            status_since text not null,
            moved_to integer,        -- redirected: the article it leads to
            first_seen text not null,
            last_seen text not null,
            versions integer not null,
            version_id text not null,
            url text not null,
            path text not null,
            canonical text,
            language_detected text,
            layout text not null,
            encoding text not null,
            author_bio text,
            body text not null,
            capture_id integer not null references captures(id),
            sha256 text not null,    -- of the capture's body
            reading text not null,   -- SHA-256 of everything read, to tell whether anything changed
            unique (edition, path)
        ) strict"""
    )
    db.conn.execute("create index articles_published on articles(published_date)")
    db.conn.execute("create index articles_edition on articles(edition, published_date)")
    db.conn.execute("create index articles_url on articles(url)")
    db.conn.execute(
        """create table versions (
            id text primary key,     -- v + 64 bits of SHA-256 over article, text and its how-manieth time
            article_id integer not null references articles(id),
            number integer not null, -- 1, 2, 3 … in order of capture
            first_seen text not null,
            last_seen text not null,
            modified text,           -- as the page said
            title text not null,
            lead text,
            body text not null,
            footnotes text,          -- a line each
            words integer not null,
            layout text not null,
            text_sha256 text not null, -- of the text, white space and quote marks folded
            capture_id integer not null references captures(id),
            unique (article_id, number)
        ) strict"""
    )
    db.conn.execute("create table authors (id text primary key, publisher text not null, slug text not null, name text not null) strict")
    db.conn.execute(
        """create table author_names (
            author_id text not null references authors(id), edition text not null, name text not null,
            first_seen text not null, last_seen text not null,
            primary key (author_id, edition, name)
        ) strict, without rowid"""
    )
    for plural, single, extra in (("sections", "section", "kind text not null, "), ("tags", "tag", "")):
        db.conn.execute(
            f"""create table {plural} (
                id text primary key, edition text not null, {extra}slug text not null, name text not null
            ) strict"""
        )
        db.conn.execute(
            f"""create table article_{plural} (
                article_id integer not null references articles(id),
                {single}_id text not null references {plural}(id),
                position integer not null,
                primary key (article_id, {single}_id)
            ) strict, without rowid"""
        )
        db.conn.execute(f"create index article_{plural}_{single} on article_{plural}({single}_id)")
    db.conn.execute(
        """create table article_authors (
            article_id integer not null references articles(id), author_id text not null references authors(id),
            position integer not null, name text not null,
            primary key (article_id, author_id)
        ) strict, without rowid"""
    )
    db.conn.execute("create index article_authors_author on article_authors(author_id)")
    of_article = "article_id integer not null references articles(id), position integer not null"
    key = "primary key (article_id, position)"
    db.conn.execute(f"create table links ({of_article}, href text not null, anchor text not null, host text, target_id integer, {key}) strict")
    db.conn.execute("create index links_host on links(host)")
    db.conn.execute("create index links_target on links(target_id)")
    db.conn.execute(f"create table images ({of_article}, src text not null, file text not null, alt text not null, caption text, {key}) strict")
    db.conn.execute("create index images_file on images(file)")
    db.conn.execute(f"create table footnotes ({of_article}, text text not null, {key}) strict")
    db.conn.execute(f"create table pull_quotes ({of_article}, text text not null, {key}) strict")
    db.conn.execute(f"create table related ({of_article}, href text not null, title text not null, target_id integer, {key}) strict")
    db.conn.execute(
        """create table alternates (
            article_id integer not null references articles(id), language text not null, url text not null,
            primary key (article_id, language)
        ) strict, without rowid"""
    )
    db.conn.execute("create index alternates_url on alternates(url)")
    db.conn.execute(
        """create table translations (
            article_id integer primary key references articles(id),
            group_id integer not null references articles(id),  -- the smallest id in the group
            language text,
            method text not null,    -- hreflang, sitemap
            score real not null      -- 1: each names the other; 0.9: one names the other
        ) strict"""
    )
    db.conn.execute("create index translations_group on translations(group_id)")


@migrations()
def m003_search(db: Database) -> None:
    """Full-text search over stems; written by the archive, never by triggers or 'rebuild'."""
    db.conn.execute(
        """create virtual table articles_fts using fts5(
            title, lead, body, content="articles", content_rowid="id", tokenize="unicode61 remove_diacritics 2"
        )"""
    )


@migrations()
def m004_coverage(db: Database) -> None:
    """Per edition: how many articles were announced, how many are held, and why the rest is not."""
    db.conn.execute(
        """create view coverage as
            select edition,
                   count(*) as announced,
                   sum(state = 'held') as held,
                   sum(state <> 'held') as missing,
                   min(discovered) as first_announced,
                   max(fetched) as last_fetched
              from frontier group by edition"""
    )
    db.conn.execute(
        """create view gaps as
            select edition, coalesce(reason, state) as reason, count(*) as urls, min(url) as example
              from frontier where state <> 'held' group by edition, coalesce(reason, state)"""
    )
