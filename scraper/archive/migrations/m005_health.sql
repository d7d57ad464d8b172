-- What each crawl found, so that the next one can be held against it.

create table crawl_sources (
    crawl_id integer not null references crawls(id),
    edition text not null,       -- of the addresses
    source text not null,        -- its first document
    kind text not null,          -- sitemap, feed, rest, listing
    pages integer not null,      -- documents read
    announced integer not null,  -- different addresses
    new integer not null,        -- of these, never announced by this kind of source before
    primary key (crawl_id, edition, source)
) strict, without rowid;
create index crawl_sources_source on crawl_sources(source, edition);

create table crawl_fields (
    crawl_id integer not null references crawls(id),
    edition text not null,
    articles integer not null,   -- fetched with a page, and read as articles
    title integer not null,      -- of these, how many have one
    date integer not null,
    author integer not null,
    text integer not null,
    words integer not null,      -- of all together
    primary key (crawl_id, edition)
) strict, without rowid;

create table crawl_checks (
    crawl_id integer not null references crawls(id),
    name text not null,          -- what was looked at, and of what: "source empty: demo/ru feed /ru/feed/"
    passed integer not null,
    found text not null,         -- a sentence with the numbers
    threshold text not null,     -- what it was held against: "> 0"
    primary key (crawl_id, name)
) strict, without rowid;
