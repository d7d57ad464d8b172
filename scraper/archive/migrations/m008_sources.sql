-- Where each field came from, what broken bytes took from a text, and which addresses bring the same text.
-- Of articles read by an older version, a rebuild fills all of it.

alter table articles add column replaced integer not null default 0;  -- characters U+FFFD in title, lead and body
alter table articles add column body_sha256 text;  -- of the body alone, folded; null: too short to be compared
create index articles_body on articles(edition, body_sha256) where body_sha256 is not null;

create table field_sources (
    article_id integer not null references articles(id),
    field text not null,
    source text not null,    -- the place of the page; "nowhere" if it has none
    raw text not null,       -- what stands there, as it stands; of a body, its first words
    rivals text not null,    -- JSON: [{source, raw}, …] of places that say something else
    primary key (article_id, field)
) strict, without rowid;

create table body_addresses (  -- every address that ever brought a body
    edition text not null,
    body_sha256 text not null,
    article_id integer not null,  -- the address's, held as an article or not
    first_id integer not null,    -- of the first address that brought it
    canonical_id integer,         -- the article that the page names as its canonical address
    primary key (edition, body_sha256, article_id)
) strict, without rowid;
