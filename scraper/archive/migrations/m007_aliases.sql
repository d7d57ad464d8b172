-- Other addresses of an article: short ones, and those that redirect to it. What article pages announce has a column.

create table aliases (
    url text primary key,    -- host, path and query: "journal-neo.su/?p=123"
    edition text not null,   -- in which it was met
    article_id integer,      -- the article that it means; null: none that is known
    source text not null,    -- who said so, or else who named it: page, rest, feed, redirect, …
    first_seen text not null,
    answered text,           -- when the server was asked what it means, because nobody had said it
    status integer           -- what the server answered
) strict, without rowid;
create index aliases_article on aliases(article_id);
create index aliases_open on aliases(edition) where article_id is null and answered is null;

drop view ledger;
create view ledger as
    select f.id as article_id,
           f.edition,
           f.month,
           f.url,
           f.state,
           f.reason,
           f.detail,
           (select group_concat(source, ', ') from (select source from sightings s where s.article_id = f.id order by 1))
               as sources,
           (select group_concat(url, ' ') from (select url from aliases a where a.article_id = f.id order by 1))
               as aliases,
           (select min(first_seen) from sightings s where s.article_id = f.id) as first_announced,
           (select max(last_seen) from sightings s where s.article_id = f.id) as last_announced,
           f.tries,
           f.fetched,
           f.due
      from frontier f;

drop view coverage_by_month;
create view coverage_by_month as
    select f.edition,
           f.month,
           count(distinct f.id) as announced,
           count(distinct case when s.source = 'sitemap' then f.id end) as by_sitemap,
           count(distinct case when s.source = 'feed' then f.id end) as by_feed,
           count(distinct case when s.source = 'rest' then f.id end) as by_rest,
           count(distinct case when s.source = 'listing' then f.id end) as by_listing,
           count(distinct case when s.source = 'page' then f.id end) as by_page,
           count(distinct case when s.source not in ('sitemap', 'feed', 'rest', 'listing', 'page') then f.id end)
               as by_others,
           count(distinct case when f.state = 'held' then f.id end) as held,
           count(distinct case when f.state <> 'held' then f.id end) as missing
      from frontier f
      left join sightings s on s.article_id = f.id
     group by f.edition, f.month;

-- Where sources that should name everything disagree; a feed names only the newest.
create view disagreements as
    select f.edition,
           o.source,
           count(*) as never_named,
           min(f.url) as example
      from (select distinct edition, source from sightings where source in ('sitemap', 'rest', 'listing')) o
      join frontier f on f.edition = o.edition
     where not exists (select 1 from sightings s where s.article_id = f.id and s.source = o.source)
     group by f.edition, o.source;
