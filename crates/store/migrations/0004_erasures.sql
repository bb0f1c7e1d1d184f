-- Who was erased, as salted hashes of their number here and of their address: enough to know them
-- again when an older backup or a history brings them back, and not enough to name them.
create table erasure (
    hash text not null primary key,
    salt text not null,
    at bigint not null
);
