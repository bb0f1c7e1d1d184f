insert into feed_link (person, hash, made_at, last_day) values ('p1', 'f', 0, '2026-01-01');
