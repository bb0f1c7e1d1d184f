-- The house. Types shared by both databases: text, bigint, boolean, bytea. Ids are text made by
-- the app; moments are milliseconds since 1970 UTC; days are text, 2026-03-01; JSON is text and
-- is never looked into here.
--
-- Every table has a storage class:
--   journalled  a change of it writes a journal row in the same transaction (the rule);
--   private     one person's own or a key to the door: kept, never journalled;
--   silent      ballots (a later migration): no person, no moment, no order, and nothing beside
--               them in the same transaction: docs/decisions/0006-ballots-leave-no-trace.md.

-- journalled ---------------------------------------------------------------------------------

create table setting (
    key text not null primary key,
    value text not null
);

create table team (
    id text not null primary key,
    parent text references team (id),
    slug text not null unique,
    name text not null
);

create table person (
    id text not null primary key,
    handle text not null unique,
    name text not null,
    email text unique,
    joined_at bigint not null,
    left_at bigint,
    erased boolean not null
);

create table membership (
    person text not null references person (id),
    team text not null references team (id),
    level bigint not null,
    role text not null,
    since bigint not null,
    until bigint,
    primary key (person, team, since)
);
create index membership_team on membership (team);

create table agent (
    id text not null primary key,
    handle text not null unique,
    name text not null,
    sponsor text not null references team (id)
);

-- `open` and `due_on` are promoted from what only the kind knows, so that lists need no JSON.
create table record (
    id text not null primary key,
    kind text not null,
    state text not null,
    title text not null,
    team text not null references team (id),
    author text not null,
    answers text not null,
    version bigint not null,
    opened_at bigint not null,
    changed_at bigint not null,
    revealed boolean not null,
    retired boolean not null,
    open boolean not null,
    due_on text
);
create index record_changed on record (changed_at, id) where retired = false;
create index record_kind on record (kind, changed_at, id) where retired = false;
create index record_kind_open on record (kind, open, changed_at, id) where retired = false;
create index record_team on record (team, kind, changed_at, id) where retired = false;
create index record_team_open on record (team, kind, open, changed_at, id) where retired = false;
create index record_count on record (kind, state, team) where retired = false;
create index record_due on record (due_on) where open = true and retired = false and due_on is not null;

-- `hidden`: nobody but its author sees it before the record's reveal, the search neither.
-- `only_one` is filled where a slot takes one per actor, so that two tabs cannot make two.
create table attachment (
    id text not null primary key,
    record text not null references record (id),
    slot text not null,
    author text not null,
    made_at bigint not null,
    answers text not null,
    state text not null,
    version bigint not null,
    open boolean not null,
    due_on text,
    hidden boolean not null,
    only_one text unique
);
create index attachment_record on attachment (record, made_at, id);
create index attachment_slot on attachment (slot, open, made_at, id);
create index attachment_due on attachment (due_on) where open = true and due_on is not null;

create table link (
    from_record text not null references record (id),
    to_record text not null references record (id),
    relation text not null,
    primary key (from_record, to_record, relation)
);
create index link_to on link (to_record);

create table map (
    team text not null references team (id),
    number bigint not null,
    text text not null,
    author text not null,
    -- `server`, or the path of the file in a repository that is its truth.
    home text not null,
    -- `draft` or `agreed`.
    state text not null,
    from_day text,
    at bigint not null,
    primary key (team, number)
);

create table repository (
    id text not null primary key,
    team text not null references team (id),
    root text not null unique,
    name text not null
);

-- Append-only. `seq` is drawn from `counter` inside the transaction that writes it, and the
-- counter's row is locked until that transaction ends: no reader ever sees 8 before 7.
create table journal (
    seq bigint not null primary key,
    at bigint not null,
    actor text not null,
    team text,
    subject text not null,
    what text not null,
    detail text not null
);
create index journal_subject on journal (subject, seq);

create table counter (
    name text not null primary key,
    value bigint not null
);
insert into counter (name, value) values ('journal', 0);

-- facts: what a tool observed; read again from the repository at any time ------------------------

create table facts (
    repository text not null primary key references repository (id),
    read_to text not null,
    releases text not null,
    identities text not null,
    areas text not null,
    unknown text not null
);

create table landing_batch (
    repository text not null references repository (id),
    number bigint not null,
    landings bigint not null,
    columns bytea not null,
    primary key (repository, number)
);

-- private ------------------------------------------------------------------------------------

create table draft (
    person text not null references person (id),
    key text not null,
    text text not null,
    at bigint not null,
    primary key (person, key)
);

create table secret (
    person text not null primary key references person (id),
    hash text not null,
    changed_at bigint not null
);

create table session (
    hash text not null primary key,
    person text not null references person (id),
    made_at bigint not null,
    seen_at bigint not null,
    ends_at bigint not null,
    device text not null
);
create index session_person on session (person);

create table sign_in_link (
    hash text not null primary key,
    person text not null references person (id),
    made_at bigint not null,
    ends_at bigint not null,
    used_at bigint
);

create table invitation (
    id text not null primary key,
    hash text not null unique,
    team text not null references team (id),
    level bigint not null,
    role text not null,
    made_by text not null,
    made_at bigint not null,
    ends_at bigint not null,
    used_by text
);

-- Of the last use only the day is kept: enough to find forgotten tokens, not to follow a person.
create table token (
    id text not null primary key,
    hash text not null unique,
    owner text not null,
    name text not null,
    scopes text not null,
    made_at bigint not null,
    ends_at bigint,
    last_day text
);
create index token_owner on token (owner);

create table idempotency (
    actor text not null,
    key text not null,
    request text not null,
    status bigint not null,
    body text not null,
    at bigint not null,
    primary key (actor, key)
);
create index idempotency_at on idempotency (at);
