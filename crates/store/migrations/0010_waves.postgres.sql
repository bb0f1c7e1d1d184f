-- The health review: docs/decisions/0006-ballots-leave-no-trace.md and 0012-tickets-and-seals.md.
-- journalled: what was promised when a wave opened, and what may be shown once it has closed.
create table wave (
    record text not null primary key references record (id),
    opening text not null,
    closes_at bigint not null,
    -- `open`, `closing`, `closed` or `called-off`.
    phase text not null,
    results text
);

-- private: who was asked, by the teams of the opening; whoever was asked reads less (rule R2).
create table wave_roster (
    wave text not null references wave (record),
    person text not null references person (id),
    teams text not null,
    primary key (wave, person)
);

-- private: who took a ticket, without a moment; gone at the close. `start` is a hash of what the page
-- began with, so that a page that never heard the answer gets the same ticket again.
create table ticket_drawn (
    wave text not null,
    person text not null,
    start text not null,
    primary key (wave, person)
);

-- silent: no person, no moment, no order; gone at the close.
create table ticket_spent (
    wave text not null,
    hash text not null,
    primary key (wave, hash)
);

-- silent: all there from the opening on, filled with random bytes of one size.
create table ballot_slot (
    wave text not null,
    part text not null,
    number bigint not null,
    sealed bytea not null,
    primary key (wave, part, number)
);
