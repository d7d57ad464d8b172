-- Search by rank has the weights in the index; rows that are no articles any more are not found.
-- The words are put back by the step itself, for their stems are made otherwise than before.

insert into articles_fts (articles_fts) values ('delete-all');
insert into articles_fts (articles_fts, rank) values ('rank', 'bm25(8.0, 3.0, 1.0)');  -- title, lead, body
insert into articles_fts (rowid, title, lead, body)
    select id, stem_indexed(language, title), stem_indexed(language, lead), stem_indexed(language, body)
      from articles where status <> 'same-body' order by id;

-- Which texts stand again in others.

create table reuse (
    article_id integer not null references articles(id),
    other_id integer not null references articles(id),
    words integer not null,      -- of the article's body that stand in the other's, in runs of six and more
    share real not null,         -- of the article's body that these are
    other_share real not null,   -- of the other's body that is in the article's
    similarity real not null,    -- 1: the same runs of words in both; 0: none
    primary key (article_id, other_id)
) strict, without rowid;         -- each pair twice, once from each side

create table clusters (
    article_id integer primary key references articles(id),
    cluster_id integer not null references articles(id)  -- the smallest id in the cluster
) strict;
create index clusters_cluster on clusters(cluster_id);

create table reuse_texts (       -- what is compared of each article
    article_id integer primary key references articles(id),
    digest blob not null,        -- of language and body
    prints blob not null         -- 8 bytes each
) strict;

create table reuse_prints (      -- the same by print
    print integer not null,
    article_id integer not null,
    primary key (print, article_id)
) strict, without rowid;
insert or ignore into ungrouped (article_id) select id from articles;
