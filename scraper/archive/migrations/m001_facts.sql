-- What happened: crawls, captures, which source announced what, and the state of each URL.

create table crawls (
    id integer primary key,
    publisher text not null,
    kind text not null check (kind in ('crawl', 'import')),
    home text,               -- the address that was crawled
    started text not null,
    finished text,
    outcome text not null,   -- running, finished, failed, interrupted
    sweep integer not null default 0,  -- 1: every source was read to its end
    counts text not null default '{}',  -- JSON: outcome → pages
    problems text not null default '[]',  -- JSON: sources that failed and why
    software text not null,
    extractor integer not null,
    settings text not null default '{}'  -- JSON
) strict;

create table dictionaries (
    id text primary key,     -- SHA-256 of the dictionary
    site text not null,
    layout text not null,
    size integer not null,   -- bytes, before compression
    data blob not null,      -- zstd
    unique (site, layout)
) strict;

create table bodies (
    sha256 text primary key, -- of the body as received
    site text not null,
    layout text not null,
    size integer not null,   -- bytes, as received
    dictionary_id text references dictionaries(id),
    data blob not null       -- zstd, with that dictionary
) strict;
create index bodies_site on bodies(site, layout);

create table captures (
    id integer primary key,
    crawl_id integer not null references crawls(id),
    article_id integer,      -- which article the address means, kept as one or not
    edition text not null,
    path text not null,      -- canonical
    url text not null,       -- as requested
    kind text not null,      -- article, sitemap, feed, rest, listing, robots
    fetched text not null,
    status integer not null,
    headers text not null,   -- JSON: [[name, value], …] in the order of arrival
    sha256 text references bodies(sha256),
    size integer not null,   -- bytes of the body
    revisit_of integer references captures(id)  -- 304: the capture that still holds
) strict;
create index captures_article on captures(article_id, id);
create index captures_path on captures(path, kind, id);
create index captures_crawl on captures(crawl_id);
create index captures_sha256 on captures(sha256);

create table sightings (
    article_id integer not null,
    edition text not null,
    path text not null,
    source text not null,    -- sitemap, feed, rest, listing, redirect, import
    url text not null,       -- as announced last
    source_url text not null, -- the document that named it last
    first_seen text not null,
    last_seen text not null,
    lastmod text,            -- as announced last
    alternates text,         -- JSON: language → URL, as announced last
    primary key (article_id, source)
) strict, without rowid;
create index sightings_edition on sightings(edition, source);

create table sources (
    url text primary key,    -- its first document, at the publisher's home; each child of a sitemap index is one
    edition text not null,
    kind text not null,      -- sitemap, feed, rest, listing
    first_read text,
    last_read text,
    lastmod text,            -- what the index said of it when it was last read
    completed text,          -- when its last page was first reached; null: older pages are still to read
    problem text             -- what was wrong when it was last asked for
) strict, without rowid;

create table frontier (
    id integer primary key,  -- the article's id
    edition text not null,
    path text not null,
    url text not null,       -- canonical
    month text not null,     -- 2025-07: that the address is filed under, else that it was discovered in
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
) strict;
create index frontier_due on frontier(edition, due);
create index frontier_state on frontier(edition, state, reason);
