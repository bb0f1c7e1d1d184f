insert into look (record, viewer, first_day) values ('r1', 'p1', '2026-01-01');
