-- What was fetched while the publisher was out: answers that would have been history, and were not believed at once.

create table doubts (
    capture_id integer primary key references captures(id),
    article_id integer not null,
    crawl_id integer not null references crawls(id),
    held integer not null,       -- 1: of an article; 0: of an address that was none yet
    meaning text not null,       -- what it would mean: gone-404, redirected, another text …
    sign text not null,          -- what it looks like: "maintenance page"
    verdict text,                -- believed, outage, cut-short; null while its crawl runs
    settled_after integer        -- the last capture there was at the verdict: what is believed counts from there
) strict;
create index doubts_crawl on doubts(crawl_id, verdict);
create index doubts_article on doubts(article_id);

create table outages (
    crawl_id integer not null references crawls(id),
    edition text not null,
    kind text not null,          -- "mass 404", "maintenance page", "parked domain" …
    noticed text not null,
    lost integer not null,       -- of those asked for, how many were not what they should be
    asked integer not null,
    example text not null,       -- an address
    believed text,               -- when a person said that it was no outage; null: it was
    primary key (crawl_id, edition)
) strict, without rowid;
