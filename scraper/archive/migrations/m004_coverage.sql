-- The ledger: every address that was ever announced, whether it is held, and if not, why.

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
           (select min(first_seen) from sightings s where s.article_id = f.id) as first_announced,
           (select max(last_seen) from sightings s where s.article_id = f.id) as last_announced,
           f.tries,
           f.fetched,
           f.due
      from frontier f;

create view gaps as
    select edition,
           month,
           coalesce(reason, state) as reason,
           count(*) as urls,
           min(url) as example
      from frontier
     where state <> 'held'
     group by edition, month, coalesce(reason, state);

create view coverage as
    select edition,
           count(*) as announced,
           sum(state = 'held') as held,
           sum(state <> 'held') as missing,
           min(discovered) as first_announced,
           max(fetched) as last_fetched
      from frontier
     group by edition;

create view coverage_by_month as
    select f.edition,
           f.month,
           count(distinct f.id) as announced,
           count(distinct case when s.source = 'sitemap' then f.id end) as by_sitemap,
           count(distinct case when s.source = 'feed' then f.id end) as by_feed,
           count(distinct case when s.source = 'rest' then f.id end) as by_rest,
           count(distinct case when s.source = 'listing' then f.id end) as by_listing,
           count(distinct case when s.source not in ('sitemap', 'feed', 'rest', 'listing') then f.id end) as by_others,
           count(distinct case when f.state = 'held' then f.id end) as held,
           count(distinct case when f.state <> 'held' then f.id end) as missing
      from frontier f
      left join sightings s on s.article_id = f.id
     group by f.edition, f.month;
