-- What a crawl asks for while it runs and when it ends costs the same in a large archive as in a small one.

alter table frontier add column day text;  -- that the address is filed under; else the latest lastmod stated of it
update frontier set day = coalesce(
    day_of_path(path), (select max(day_of_lastmod(lastmod)) from sightings s where s.article_id = frontier.id)
);
drop index frontier_due;
-- A crawl takes from these in order; each holds all that decides whether it may.
create index frontier_new on frontier(edition, due, id, crawl_id, day, fetched)
    where fetched is null and due is not null;
create index frontier_again on frontier(edition, due, id, crawl_id, day, fetched)
    where fetched is not null and due is not null;
create index frontier_fetched on frontier(edition, fetched) where fetched is not null;

create table sighting_alternates (  -- sightings.alternates, by the address that is named
    url text not null,
    article_id integer not null,  -- who is announced with it
    source text not null,
    primary key (url, article_id, source)
) strict, without rowid;
insert or ignore into sighting_alternates (url, article_id, source)
    select j.value, s.article_id, s.source from sightings s, json_each(s.alternates) j where s.alternates is not null;

create table ungrouped (  -- articles whose alternates changed since translations were grouped last
    article_id integer primary key
) strict;
insert into ungrouped (article_id) select id from articles;

-- For the health checks.
create index articles_seen on articles(edition, first_seen);
create index articles_status on articles(edition, status, status_since);
create index articles_day on articles(edition, coalesce(published_date, substr(first_seen, 1, 10)));
