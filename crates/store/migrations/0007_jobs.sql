-- private: work that any replica may take up, one at a time: docs/decisions/0010-jobs-are-rows.md.
-- Written in the transaction of what causes it. `key` says what is to be done once; a claim that
-- nobody ended may be taken over after `claimed_until`. `state`: waiting, done, dead.
create table job (
    id text not null primary key,
    kind text not null,
    key text not null unique,
    payload text not null,
    made_at bigint not null,
    run_after bigint not null,
    attempts bigint not null,
    claimed_by text,
    claimed_until bigint,
    state text not null,
    ended_at bigint,
    said text
);
create index job_waiting on job (run_after, id) where state = 'waiting';
