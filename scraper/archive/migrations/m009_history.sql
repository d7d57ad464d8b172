-- What became of articles: changes with their cause, statuses with their times, and keys of versions that last.
-- Of what was read before, a rebuild fills all of it.

alter table articles add column extractor integer not null default 0;  -- version of the rules that read this row
alter table articles add column mended integer not null default 0;  -- places where known damage was undone
create index articles_extractor on articles(extractor);

create table version_keys (  -- a fact: what was ever a version can be cited for ever
    id text primary key,
    article_id integer not null,
    capture_id integer not null,  -- that it was read from
    text_sha256 text not null,
    extractor integer not null    -- version of the rules that read it; 0: not noted then
) strict;
create index version_keys_capture on version_keys(article_id, capture_id);
insert into version_keys select id, article_id, capture_id, text_sha256, 0 from versions;

create table changes (
    article_id integer not null references articles(id),
    number integer not null,     -- 1, 2, 3 … in order of capture
    cause text not null,         -- edit, silent-edit, retitle, byline, template, transform
    parts text,                  -- what differs: title, lead, body, footnotes, byline, layout
    stated integer not null,     -- 1: the publisher states a later change than before
    last_seen text not null,     -- when the state before was last found
    first_seen text not null,    -- when the state after was first found
    words_removed integer not null,
    words_added integer not null,
    modified_before text,
    modified_after text,
    byline_before text,
    byline_after text,
    layout_before text not null,
    layout_after text not null,
    version_before text not null,
    version_after text not null, -- the same, where the text is
    capture_before integer not null references captures(id),
    capture_after integer not null references captures(id),
    primary key (article_id, number)
) strict, without rowid;
create index changes_first_seen on changes(first_seen);
create index changes_cause on changes(cause, first_seen);

create table change_passages (
    article_id integer not null references articles(id),
    number integer not null,     -- of the change
    position integer not null,
    part text not null,          -- title, lead, body, footnotes
    removed text not null,
    added text not null,
    context_before text not null,
    context_after text not null,
    primary key (article_id, number, position)
) strict, without rowid;

create table statuses (
    article_id integer not null references articles(id),
    number integer not null,
    status text not null,        -- online (again), gone-404, gone-410, redirected, or why its page is no article any more
    since text not null,         -- when it was first found so
    before text not null,        -- the status until then
    last_seen text not null,     -- when the article was last found online
    capture_id integer not null references captures(id),
    moved_to integer,
    primary key (article_id, number)
) strict, without rowid;
create index statuses_since on statuses(since);

create table unlistings (  -- a fact: no source announces an article that is still online
    article_id integer not null,
    last_announced text not null,
    noticed text not null,       -- when the sweep began that did not find it announced
    crawl_id integer not null references crawls(id),
    relisted text,               -- when a source announced it again
    primary key (article_id, noticed)
) strict, without rowid;
create index unlistings_open on unlistings(article_id) where relisted is null;

create table back_dated (
    article_id integer primary key references articles(id),
    published_date text not null,
    announced text not null,     -- when a source first named it
    watched_crawl integer not null references crawls(id),  -- the last sweep before, which did not find it
    newest_then text not null    -- day of the newest article of the edition that was known by then
) strict;

create view rereadings as
    select k.article_id,
           k.id as version_before,
           n.id as version_after,
           k.extractor as extractor_before,
           n.extractor as extractor_after,
           k.capture_id
      from version_keys k
      join version_keys n on n.article_id = k.article_id and n.capture_id = k.capture_id
                         and n.extractor > k.extractor and n.id <> k.id
     where not exists (select 1 from version_keys b
                        where b.article_id = k.article_id and b.capture_id = k.capture_id
                          and b.extractor > k.extractor and b.extractor < n.extractor);

create view citations as
    select k.id,
           k.article_id,
           coalesce(
               (select v.id from versions v where v.article_id = k.article_id and v.capture_id <= k.capture_id
                 order by v.capture_id desc limit 1),
               (select v.id from versions v where v.article_id = k.article_id order by v.capture_id limit 1)
           ) as version_id,
           k.capture_id,
           c.fetched,
           c.sha256,
           k.text_sha256,
           k.extractor
      from version_keys k join captures c on c.id = k.capture_id;

create view history as
    select article_id, first_seen as at, 'version 1' as event, null as detail, null as last_seen, capture_id
      from versions where number = 1
     union all
    select article_id, first_seen, cause, parts, last_seen, capture_after from changes
     union all
    select article_id, since, case status when 'online' then 'returned' else status end,
           case status when 'online' then before end, last_seen, capture_id
      from statuses
     union all
    select u.article_id, u.noticed, 'un-listed', null, u.last_announced, null
      from unlistings u join articles a on a.id = u.article_id and a.last_seen >= u.noticed  -- it is still there
     union all
    select u.article_id, u.relisted, 're-listed', null, u.noticed, null
      from unlistings u join articles a on a.id = u.article_id and a.last_seen >= u.noticed where u.relisted is not null
     union all
    select article_id, announced, 'back-dated', published_date, null, null from back_dated
     union all
    select r.article_id, c.fetched, 'extractor', r.version_before, null, r.capture_id
      from rereadings r join captures c on c.id = r.capture_id;
