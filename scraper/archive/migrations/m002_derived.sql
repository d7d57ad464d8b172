-- What we make of it: articles, their versions, and everything around them.

create table articles (
    id integer primary key,  -- 49 bits of SHA-256 over edition and path
    publisher text not null,
    edition text not null,
    language text,
    title text not null,
    lead text,
    byline text,
    published_date text,
    published text,
    published_zone text,
    published_text text,
    modified text,
    sections text,
    places text,
    tags text,
    words integer not null,
    status text not null,    -- online, gone-404, gone-410, redirected, or why its page is no article any more
    status_since text not null,
    moved_to integer,        -- redirected: the article it leads to
    first_seen text not null,
    last_seen text not null,
    versions integer not null,
    version_id text not null,
    url text not null,
    path text not null,
    canonical text,
    language_detected text,
    layout text not null,
    encoding text not null,
    author_bio text,
    body text not null,
    structure text not null, -- a letter for each block of the body: p paragraph, h heading, i item, q quote
    capture_id integer not null references captures(id),
    sha256 text not null,    -- of the capture's body
    reading text not null,   -- SHA-256 of everything read, to tell whether anything changed
    unique (edition, path)
) strict;
create index articles_published on articles(published_date);
create index articles_edition on articles(edition, published_date, language, status, words, versions);
create index articles_url on articles(url);

create table versions (
    id text primary key,     -- v + 64 bits of SHA-256 over article, text and its how-manieth time
    article_id integer not null references articles(id),
    number integer not null, -- 1, 2, 3 … in order of capture
    first_seen text not null,
    last_seen text not null,
    modified text,           -- as the page said
    title text not null,
    lead text,
    body text not null,
    structure text not null,
    footnotes text,          -- a line each
    words integer not null,
    layout text not null,
    text_sha256 text not null, -- of the text, white space and quote marks folded
    capture_id integer not null references captures(id),
    unique (article_id, number)
) strict;

create table authors (
    id text primary key,
    publisher text not null,
    slug text not null,
    name text not null
) strict;

create table author_names (
    author_id text not null references authors(id), edition text not null, name text not null,
    first_seen text not null, last_seen text not null,
    primary key (author_id, edition, name)
) strict, without rowid;

create table sections (
    id text primary key, edition text not null, kind text not null, slug text not null, name text not null
) strict;

create table article_sections (
    article_id integer not null references articles(id),
    section_id text not null references sections(id),
    position integer not null,
    primary key (article_id, section_id)
) strict, without rowid;
create index article_sections_section on article_sections(section_id);

create table tags (
    id text primary key, edition text not null, slug text not null, name text not null
) strict;

create table article_tags (
    article_id integer not null references articles(id),
    tag_id text not null references tags(id),
    position integer not null,
    primary key (article_id, tag_id)
) strict, without rowid;
create index article_tags_tag on article_tags(tag_id);

create table article_authors (
    article_id integer not null references articles(id), author_id text not null references authors(id),
    position integer not null, name text not null,
    primary key (article_id, author_id)
) strict, without rowid;
create index article_authors_author on article_authors(author_id);

create table links (
    article_id integer not null references articles(id),
    position integer not null,
    href text not null,
    anchor text not null,
    host text,
    target_id integer,
    primary key (article_id, position)
) strict;
create index links_host on links(host);
create index links_target on links(target_id);

create table images (
    article_id integer not null references articles(id),
    position integer not null,
    src text not null,
    file text not null,
    alt text not null,
    caption text,
    primary key (article_id, position)
) strict;
create index images_file on images(file);

create table footnotes (
    article_id integer not null references articles(id),
    position integer not null,
    text text not null,
    primary key (article_id, position)
) strict;

create table pull_quotes (
    article_id integer not null references articles(id),
    position integer not null,
    text text not null,
    primary key (article_id, position)
) strict;

create table related (
    article_id integer not null references articles(id),
    position integer not null,
    href text not null,
    title text not null,
    target_id integer,
    primary key (article_id, position)
) strict;

create table alternates (
    article_id integer not null references articles(id), language text not null, url text not null,
    primary key (article_id, language)
) strict, without rowid;
create index alternates_url on alternates(url);

create table translations (
    article_id integer primary key references articles(id),
    group_id integer not null references articles(id),  -- the smallest id in the group
    language text,
    method text not null,    -- hreflang, sitemap
    score real not null      -- 1: each names the other; 0.9: one names the other
) strict;
create index translations_group on translations(group_id);
