-- Derived from records and attachments; a restore builds it anew. Its rowid is a hash of `item`.
create virtual table search using fts5 (item unindexed, record unindexed, title, words, tokenize = 'unicode61 remove_diacritics 0');
