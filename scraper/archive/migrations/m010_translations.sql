-- Groups of translations: how each link is known, and what a curator judged.
-- The next crawl or rebuild groups every article anew.

create table translation_links (  -- pairs of articles that are one piece, or that were nearly taken for one
    article_id integer not null references articles(id),  -- the smaller key of the two
    other_id integer not null references articles(id),
    method text not null,    -- curator, hreflang, switch, sitemap, inferred
    score real not null,
    taken integer not null,  -- 1: the groups rest on it
    why text,                -- why it was not taken: contradicted, conflict, rival, weak, curator
    evidence text not null,  -- JSON
    primary key (article_id, other_id)
) strict, without rowid;
create index translation_links_other on translation_links(other_id);
create index translation_links_score on translation_links(method, taken, score);

create table translation_keys (  -- by what an article is found as a candidate, as of its last grouping
    key text not null,       -- a: author, i: image, l: link, n: address it names
    day integer not null,    -- of publication, as an ordinal; 0: unknown
    article_id integer not null,
    slot text not null,      -- its edition's language: a group has one article of each
    primary key (key, day, article_id)
) strict, without rowid;
create index translation_keys_article on translation_keys(article_id);

create table curations (     -- files of verdicts; the last one holds
    id integer primary key,
    applied text not null,
    file text not null,      -- its name
    sha256 text not null,    -- of its bytes
    verdicts integer not null
) strict;

create table verdicts (
    curation_id integer not null references curations(id),
    line integer not null,   -- of the file
    article_id integer not null,  -- the smaller key of the two
    other_id integer not null,
    verdict text not null check (verdict in ('same', 'not same')),
    who text not null,
    note text not null,
    day text not null,       -- as written
    primary key (curation_id, article_id, other_id)
) strict, without rowid;
create index verdicts_article on verdicts(article_id, curation_id);
create index verdicts_other on verdicts(other_id, curation_id);

insert or ignore into ungrouped (article_id) select id from articles;

-- One row a piece, whatever its languages. An article's language is its edition's, where that says one.
create view pieces as
    with told as (
        select coalesce(t.group_id, a.id) as id, a.publisher, a.id as article_id, a.title, a.words,
               a.published_date as day, a.published as moment,
               case when instr(a.edition, '/') then substr(a.edition, instr(a.edition, '/') + 1)
                    else a.language end as language
          from articles a left join translations t on t.article_id = a.id),
    joined as (
        select id,
               min(publisher) as publisher,
               count(*) as articles,
               max(case language when 'en' then article_id end) as en,
               max(case language when 'fr' then article_id end) as fr,
               max(case language when 'ru' then article_id end) as ru,
               max(case language when 'en' then title end) as en_title,
               max(case language when 'fr' then title end) as fr_title,
               max(case language when 'ru' then title end) as ru_title,
               max(case language when 'en' then day end) as en_date,
               max(case language when 'fr' then day end) as fr_date,
               max(case language when 'ru' then day end) as ru_date,
               max(case language when 'en' then words end) as en_words,
               max(case language when 'fr' then words end) as fr_words,
               max(case language when 'ru' then words end) as ru_words,
               min(day) as first_date,
               max(day) as last_date,
               count(*) = count(day) as dated,
               count(*) = count(moment) as timed,
               min(moment) as first_moment,
               max(moment) as last_moment,
               count(distinct moment) as moments,
               min(moment || ' ' || language) as first_told,
               min(day || ' ' || language) as first_on,
               min(language) as only_language
          from told group by id)
    select id, publisher, articles, en, fr, ru, en_title, fr_title, ru_title, en_date, fr_date, ru_date,
           first_date,
           case when articles = 1 then only_language
                when timed and moments > 1 then substr(first_told, instr(first_told, ' ') + 1)
                when dated and (coalesce(en_date, '') = first_date) + (coalesce(fr_date, '') = first_date)
                                + (coalesce(ru_date, '') = first_date) = 1
                    then substr(first_on, instr(first_on, ' ') + 1) end as first_language,
           case when articles > 1 and dated then cast(julianday(last_date) - julianday(first_date) as integer) end
               as lag_days,
           case when articles > 1 and timed
                then round(24 * (julianday(last_moment) - julianday(first_moment)), 2) end as lag_hours,
           round(1.0 * fr_words / nullif(en_words, 0), 2) as fr_per_en,
           round(1.0 * ru_words / nullif(en_words, 0), 2) as ru_per_en,
           round(1.0 * ru_words / nullif(fr_words, 0), 2) as ru_per_fr
      from joined;

-- Two languages of a piece; the one whose name comes first in the alphabet is the first.
create view translation_pairs as
    with told as (
        select t.group_id, t.method, t.score, a.id, a.published_date as day, a.published as moment, a.words,
               a.versions, a.title,
               case when instr(a.edition, '/') then substr(a.edition, instr(a.edition, '/') + 1)
                    else a.language end as language
          from translations t cross join articles a on a.id = t.article_id)
    select one.group_id as piece,
           one.language || '-' || other.language as languages,
           one.id as article_id,
           other.id as other_id,
           one.title,
           other.title as other_title,
           one.day as date,
           other.day as other_date,
           cast(julianday(other.day) - julianday(one.day) as integer) as lag_days,
           round(24 * (julianday(other.moment) - julianday(one.moment)), 2) as lag_hours,
           one.words,
           other.words as other_words,
           one.versions,
           other.versions as other_versions,
           min(one.score, other.score) as score
      from told one join told other on other.group_id = one.group_id and other.language > one.language;

create view untranslated_by_year as
    with told as (
        select a.id, a.edition, substr(a.published_date, 1, 4) as year,
               t.article_id is null as alone,
               exists (select 1 from translations o where o.group_id = t.group_id and o.language = 'en') as in_en,
               exists (select 1 from translations o where o.group_id = t.group_id and o.language = 'fr') as in_fr,
               exists (select 1 from translations o where o.group_id = t.group_id and o.language = 'ru') as in_ru
          from articles a left join translations t on t.article_id = a.id),
    filed as (
        select id, edition, year, alone, in_en, in_fr, in_ru, 'all' as kind, null as name from told
         union all
        select told.id, told.edition, year, alone, in_en, in_fr, in_ru, s.kind, s.name
          from told join article_sections x on x.article_id = told.id join sections s on s.id = x.section_id)
    select edition, year, kind, name,
           count(*) as articles,
           sum(alone) as untranslated,
           round(100.0 * sum(alone) / count(*), 1) as percent,
           sum(in_en) as in_en,
           sum(in_fr) as in_fr,
           sum(in_ru) as in_ru
      from filed group by edition, year, kind, name;

create view lags as
    select languages,
           substr(min(date, other_date), 1, 4) as year,
           count(*) as pairs,
           sum(coalesce(lag_hours, lag_days) > 0) as first_one_earlier,
           sum(coalesce(lag_hours, lag_days) = 0) as together,
           sum(coalesce(lag_hours, lag_days) < 0) as first_one_later,
           round(avg(lag_days), 2) as days,
           max(abs(lag_days)) as most_days,
           round(avg(lag_hours), 1) as hours
      from translation_pairs
     where lag_days is not null
     group by languages, year;

create view edited_alone as
    select t.group_id as piece,
           t.language,
           o.language as other_language,
           c.article_id as edited_id,
           o.article_id as unedited_id,
           c.cause,
           c.parts,
           c.last_seen,
           c.first_seen,
           c.words_removed,
           c.words_added,
           c.version_before,
           c.version_after
      from changes c
      join translations t on t.article_id = c.article_id
      join translations o on o.group_id = t.group_id and o.article_id <> t.article_id
     where c.cause in ('edit', 'silent-edit', 'retitle')
       and not exists (
           select 1 from changes d
            where d.article_id = o.article_id and d.cause in ('edit', 'silent-edit', 'retitle')
              and d.first_seen >= strftime('%Y-%m-%dT%H:%M:%SZ', c.last_seen, '-7 days')
              and d.last_seen <= strftime('%Y-%m-%dT%H:%M:%SZ', c.first_seen, '7 days'));

create view lengths as
    with usual as (
        select languages, 1.0 * sum(other_words) / sum(words) as ratio
          from translation_pairs where words > 0 group by languages)
    select p.piece, p.languages, p.article_id, p.other_id, p.title, p.words, p.other_words,
           round(1.0 * p.other_words / p.words, 2) as ratio,
           round(u.ratio, 2) as usual,
           round(1.0 * p.other_words / p.words / u.ratio, 2) as of_usual
      from translation_pairs p join usual u on u.languages = p.languages
     where p.words > 0;
