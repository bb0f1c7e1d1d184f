insert into job (id, kind, key, payload, made_at, run_after, attempts, claimed_by, claimed_until, state, ended_at, said) values
    ('j1', 'sweep', 'sweep/1', '{}', 0, 5, 0, null, null, 'waiting', null, null),
    ('j2', 'gone-kind', 'gone/1', '{"odd":"it''s"}', 0, 5, 3, 'replica', 9, 'dead', 9, 'It did not work.');
