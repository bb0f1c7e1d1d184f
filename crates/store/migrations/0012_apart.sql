-- private: what one person thinks through alone. No id of the person, no moment and no order: the key is a
-- MAC under a key outside of the database, and every row is sealed and of one size. In no dump or backup.
create table apart (
    whose text not null primary key,
    sealed text not null
);
