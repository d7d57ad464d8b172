-- Three steps were still changed after archives had been made with them; what those have not, they get here.

create index if not exists articles_extractor on articles(extractor);
drop index if exists articles_edition;
create index articles_edition on articles(edition, published_date, language, status, words, versions, layout);
create index if not exists articles_title on articles(title);
create index if not exists articles_edition_title on articles(edition, title);
create index if not exists articles_words on articles(words);
create index if not exists articles_edition_words on articles(edition, words);

drop view edited_alone;
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
