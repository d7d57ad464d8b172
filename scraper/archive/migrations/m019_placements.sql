-- Where each capture stands in time, so that one which others made long ago can come in later and still be older.

create table placements (        -- a fact: of captures that came from elsewhere, or under a clock that was set back
    capture_id integer primary key references captures(id),
    at text not null,            -- where it stands among the captures; of all others, that is when they were fetched
    origin text,                 -- the file or web archive that it came from; null: a crawl's own, later than its clock
    place text,                  -- where in it: the offset of its record in bytes, or its address there
    record text,                 -- the WARC-Record-ID that it had
    ours integer not null default 0  -- 1: an archive of this program exported it
) strict;
create index placements_record on placements(record) where record is not null;
-- Until now they stood in the order in which they came.
insert into placements (capture_id, at)
    select id, reached from (select id, fetched, max(fetched) over (order by id) as reached from captures)
     where fetched < reached;

create table unread (            -- articles of which captures came in that are still to be read in their place in time
    article_id integer primary key
) strict;

create table named (             -- derived: when a name that a page prints was printed
    what text primary key,       -- author:, section: or tag: and its id
    name text not null,          -- of sections and tags, as printed last; of authors, last in English, else first
    last_seen text not null,     -- when it was printed so; where there is no English, first
    english integer not null
) strict, without rowid;
insert into named select 'author:' || id, name, '', 1 from authors;

alter table body_addresses add column first_seen text not null default '';  -- when the address brought it first
update body_addresses set first_seen = coalesce((select first_seen from articles a where a.id = article_id), '9')
 where article_id <> first_id;
create index body_addresses_article on body_addresses(article_id);
create index body_addresses_first on body_addresses(edition, body_sha256, first_seen, article_id);

drop view citations;
create view citations as
    select k.id,
           k.article_id,
           coalesce(
               (select v.id from versions v where v.id = k.id),
               (select v.id from versions v
                  join captures t on t.id = v.capture_id left join placements s on s.capture_id = t.id
                 where v.article_id = k.article_id
                   and (coalesce(s.at, t.fetched), t.id) <= (coalesce(p.at, c.fetched), c.id)
                 order by v.number desc limit 1),
               (select v.id from versions v where v.article_id = k.article_id order by v.number limit 1)
           ) as version_id,
           k.capture_id,
           c.fetched,
           c.sha256,
           k.text_sha256,
           k.extractor
      from version_keys k join captures c on c.id = k.capture_id left join placements p on p.capture_id = c.id;
