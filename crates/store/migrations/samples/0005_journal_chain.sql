insert into journal (seq, at, actor, team, subject, what, detail) values (3, 6, 'p1', null, 'r1', 'record.changed', '{"by":"a program of schema 4"}');
update counter set value = 3 where name = 'journal';
