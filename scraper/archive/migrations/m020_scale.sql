-- What readers and crawls count is counted when it is written: by the month and the reason, not by the address.

create table ledger_counts (  -- addresses of the frontier, kept by its triggers
    edition text not null,
    month text not null,
    state text not null,
    reason text not null,     -- '' for none
    urls integer not null,
    since text not null,      -- when the first that was ever counted here was announced
    primary key (edition, month, state, reason)
) strict, without rowid;
insert into ledger_counts (edition, month, state, reason, urls, since)
    select edition, month, state, coalesce(reason, ''), count(*), min(discovered) from frontier group by 1, 2, 3, 4;

create table source_counts (  -- addresses of the frontier that a kind of source named, kept by triggers
    edition text not null,
    month text not null,
    source text not null,     -- sitemap, feed, rest, listing, page; others: any that is none of these
    urls integer not null,
    primary key (edition, month, source)
) strict, without rowid;
insert into source_counts (edition, month, source, urls)
    select f.edition, f.month, iif(s.source in ('sitemap', 'feed', 'rest', 'listing', 'page'), s.source, 'others'),
           count(distinct f.id)
      from frontier f join sightings s on s.article_id = f.id group by 1, 2, 3;

create trigger frontier_announced after insert on frontier begin
    insert into ledger_counts (edition, month, state, reason, urls, since)
        values (new.edition, new.month, new.state, coalesce(new.reason, ''), 1, new.discovered)
        on conflict do update set urls = urls + 1, since = min(since, excluded.since);
    insert into source_counts (edition, month, source, urls)
        select distinct new.edition, new.month,
               iif(source in ('sitemap', 'feed', 'rest', 'listing', 'page'), source, 'others'), 1
          from sightings where article_id = new.id
        on conflict do update set urls = urls + 1;
end;

create trigger frontier_judged after update of state, reason on frontier
    when old.state <> new.state or old.reason is not new.reason begin
    update ledger_counts set urls = urls - 1
     where edition = old.edition and month = old.month and state = old.state and reason = coalesce(old.reason, '');
    delete from ledger_counts
     where edition = old.edition and month = old.month and state = old.state and reason = coalesce(old.reason, '')
       and urls = 0;
    insert into ledger_counts (edition, month, state, reason, urls, since)
        values (new.edition, new.month, new.state, coalesce(new.reason, ''), 1, new.discovered)
        on conflict do update set urls = urls + 1, since = min(since, excluded.since);
end;

create trigger sightings_named after insert on sightings begin
    insert into source_counts (edition, month, source, urls)
        select edition, month, iif(new.source in ('sitemap', 'feed', 'rest', 'listing', 'page'), new.source, 'others'), 1
          from frontier
         where id = new.article_id
           and (new.source in ('sitemap', 'feed', 'rest', 'listing', 'page')
                or not exists (select 1 from sightings s
                                where s.article_id = new.article_id and s.source <> new.source
                                  and s.source not in ('sitemap', 'feed', 'rest', 'listing', 'page')))
        on conflict do update set urls = urls + 1;
end;

drop index frontier_state;
create index frontier_state on frontier(edition, state, reason, month);

drop view coverage;
create view coverage as
    select edition,
           sum(urls) as announced,
           sum(iif(state = 'held', urls, 0)) as held,
           sum(iif(state <> 'held', urls, 0)) as missing,
           min(since) as first_announced,
           (select max(fetched) from frontier f where f.edition = c.edition and f.fetched is not null) as last_fetched
      from ledger_counts c
     group by edition;

drop view gaps;
create view gaps as
    select edition, month, why as reason, sum(urls) as urls, min(example) as example
      from (select c.edition, c.month, coalesce(nullif(c.reason, ''), c.state) as why, c.urls,
                   (select f.url from frontier f
                     where f.edition = c.edition and f.state = c.state and f.month = c.month
                       and f.reason is nullif(c.reason, '')
                     order by f.id limit 1) as example
              from ledger_counts c
             where c.state <> 'held')
     group by edition, month, why;

drop view coverage_by_month;
create view coverage_by_month as
    select l.edition,
           l.month,
           l.announced,
           coalesce(s.by_sitemap, 0) as by_sitemap,
           coalesce(s.by_feed, 0) as by_feed,
           coalesce(s.by_rest, 0) as by_rest,
           coalesce(s.by_listing, 0) as by_listing,
           coalesce(s.by_page, 0) as by_page,
           coalesce(s.by_others, 0) as by_others,
           l.held,
           l.missing
      from (select edition, month, sum(urls) as announced, sum(iif(state = 'held', urls, 0)) as held,
                   sum(iif(state <> 'held', urls, 0)) as missing
              from ledger_counts group by edition, month) l
      left join (select edition, month,
                        sum(iif(source = 'sitemap', urls, 0)) as by_sitemap,
                        sum(iif(source = 'feed', urls, 0)) as by_feed,
                        sum(iif(source = 'rest', urls, 0)) as by_rest,
                        sum(iif(source = 'listing', urls, 0)) as by_listing,
                        sum(iif(source = 'page', urls, 0)) as by_page,
                        sum(iif(source = 'others', urls, 0)) as by_others
                   from source_counts group by edition, month) s on s.edition = l.edition and s.month = l.month;

drop view disagreements;
create view disagreements as
    select d.edition,
           d.source,
           d.never_named,
           (select min(f.url)
              from ledger_counts c
             cross join frontier f on f.edition = c.edition and f.state = c.state and f.reason is nullif(c.reason, '')
                                  and f.month = c.month
             where c.edition = d.edition and c.month = d.first
               and not exists (select 1 from sightings s where s.article_id = f.id and s.source = d.source)) as example
      from (select o.edition, o.source, sum(l.announced - coalesce(n.urls, 0)) as never_named, min(l.month) as first
              from (select distinct edition, source from source_counts
                     where source in ('sitemap', 'rest', 'listing')) o
              join (select edition, month, sum(urls) as announced from ledger_counts group by edition, month) l
                on l.edition = o.edition
              left join source_counts n on n.edition = o.edition and n.month = l.month and n.source = o.source
             where l.announced > coalesce(n.urls, 0)
             group by o.edition, o.source) d;

-- What became of articles, in the order of time: each part is read from an index, and only as far as it is asked for.
-- Every column has one type in all parts; else SQLite would make the whole list first.
create index versions_first on versions(first_seen, article_id, capture_id) where number = 1;
create index version_keys_extractor on version_keys(extractor);

drop view history;
drop view rereadings;
create view rereadings as
    select k.article_id,
           k.id as version_before,
           n.id as version_after,
           k.extractor as extractor_before,
           n.extractor as extractor_after,
           k.capture_id
      from version_keys n
     cross join version_keys k on k.article_id = n.article_id and k.capture_id = n.capture_id
                              and k.extractor < n.extractor and k.id <> n.id
     where n.extractor > (select min(extractor) from version_keys)  -- of most archives, nothing
       and not exists (select 1 from version_keys b
                        where b.article_id = k.article_id and b.capture_id = k.capture_id
                          and b.extractor > k.extractor and b.extractor < n.extractor);

create view history as
    select article_id, first_seen as at, cast('version 1' as text) as event, cast(null as text) as detail,
           cast(null as text) as last_seen, capture_id
      from versions where number = 1
     union all
    select article_id, first_seen, cause, parts, last_seen, capture_after from changes
     union all
    select article_id, since, cast(case status when 'online' then 'returned' else status end as text),
           cast(case status when 'online' then before end as text), last_seen, capture_id
      from statuses
     union all
    select u.article_id, u.noticed, cast('un-listed' as text), cast(null as text), u.last_announced,
           cast(null as integer)
      from unlistings u cross join articles a on a.id = u.article_id and a.last_seen >= u.noticed  -- it is still there
     union all
    select u.article_id, u.relisted, cast('re-listed' as text), cast(null as text), u.noticed, cast(null as integer)
      from unlistings u cross join articles a on a.id = u.article_id and a.last_seen >= u.noticed
     where u.relisted is not null
     union all
    select article_id, announced, cast('back-dated' as text), published_date, cast(null as text), cast(null as integer)
      from back_dated
     union all
    select r.article_id, c.fetched, cast('extractor' as text), r.version_before, cast(null as text), r.capture_id
      from rereadings r cross join captures c on c.id = r.capture_id;
