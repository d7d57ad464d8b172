-- Indexes for the lists that readers sort and count; nothing else changes.

drop index articles_edition;
create index articles_edition on articles(edition, published_date, language, status, words, versions, layout);
create index articles_title on articles(title);
create index articles_edition_title on articles(edition, title);
create index articles_words on articles(words);
create index articles_edition_words on articles(edition, words);
