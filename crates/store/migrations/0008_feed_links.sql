-- private: a secret address for calendars and feed readers, one a person. Only its hash is kept, and
-- of the last reading only the day: enough to end links nobody reads, not to follow a person.
create table feed_link (
    person text not null primary key references person (id),
    hash text not null unique,
    made_at bigint not null,
    last_day text
);
