-- Rows as schema 1 holds them, odd ones among them. Never edited: later steps are replayed over them.
insert into setting (key, value) values ('name', 'Größe & Söhne'), ('empty', '');
insert into team (id, parent, slug, name) values ('t1', null, 'org', 'Org'), ('t2', 't1', 'pay', 'Pay');
insert into person (id, handle, name, email, joined_at, left_at, erased) values
    ('p1', 'ana', 'Ana', 'ana@example.org', 0, null, false),
    ('p2', 'left-p2', 'someone who left', null, -1, 9223372036854775807, true);
insert into membership (person, team, level, role, since, until) values ('p1', 't2', 0, 'member', 0, null), ('p1', 't2', 1, 'steward', 5, 6);
insert into agent (id, handle, name, sponsor) values ('a1', 'bot', 'Bot', 't2');
insert into record (id, kind, state, title, team, author, answers, version, opened_at, changed_at, revealed, retired, open, due_on) values
    ('r1', 'decision', 'open', 'It''s “quoted” \ backslash', 't2', 'p1', '{"why":"x","rows":[{"a":"b"}],"list":["c"]}', 1, 0, 0, false, false, true, '2026-03-01'),
    ('r2', 'gone-kind', 'gone-state', '', 't1', 'p2', '{}', 999, 0, 1, true, true, false, null);
insert into attachment (id, record, slot, author, made_at, answers, state, version, open, due_on, hidden, only_one) values
    ('x1', 'r1', 'response', 'p1', 1, '{"text":"hidden"}', 'given', 1, false, null, true, 'r1 response p1'),
    ('x2', 'r1', 'commitment', 'p2', 1, '{}', 'open', 2, true, '2026-02-28', false, null);
insert into link (from_record, to_record, relation) values ('r1', 'r2', 'parent');
insert into map (team, number, text, author, home, state, from_day, at) values ('t2', 1, 'title = "x"', 'p1', 'lanes.toml', 'agreed', '2026-01-01', 0);
insert into repository (id, team, root, name) values ('g1', 't2', '/src', 'src');
insert into journal (seq, at, actor, team, subject, what, detail) values (1, 0, 'p1', 't2', 'r1', 'record.begun', '{}'), (2, 0, 'p1', null, 'r1', 'record.moved', '{}');
update counter set value = 2 where name = 'journal';
insert into facts (repository, read_to, releases, identities, areas, unknown) values ('g1', 'abc', '[]', '[]', '[]', '[]');
insert into landing_batch (repository, number, landings, columns) values ('g1', 1, 0, {one byte});
insert into draft (person, key, text, at) values ('p1', 'intent/new', 'half', 0);
insert into secret (person, hash, changed_at) values ('p1', 'hash', 0);
insert into session (hash, person, made_at, seen_at, ends_at, device) values ('s', 'p1', 0, 0, 1, 'Firefox');
insert into sign_in_link (hash, person, made_at, ends_at, used_at) values ('l', 'p1', 0, 1, null);
insert into invitation (id, hash, team, level, role, made_by, made_at, ends_at, used_by) values ('i', 'h', 't2', 0, 'reader', 'p1', 0, 1, null);
insert into token (id, hash, owner, name, scopes, made_at, ends_at, last_day) values ('k', 'h', 'a1', 'CI', 'read', 0, null, '2026-01-01');
insert into idempotency (actor, key, request, status, body, at) values ('p1', 'k', 'h', 201, '{}', 0);
