-- Full-text search over stems; written by the archive, never by triggers or 'rebuild'.

create virtual table articles_fts using fts5(
    title, lead, body, content="articles", content_rowid="id", tokenize="unicode61 remove_diacritics 2"
);
