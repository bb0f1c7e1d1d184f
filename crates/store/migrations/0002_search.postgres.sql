-- Derived from records and attachments; a restore builds it anew.
create table search (
    item text not null primary key,
    record text not null,
    title text not null,
    words text not null,
    found tsvector generated always as
        (setweight(to_tsvector('simple', title), 'A') || to_tsvector('simple', words)) stored
);
create index search_found on search using gin (found);
