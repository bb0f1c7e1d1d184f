insert into wave (record, opening, closes_at, phase, results) values ('r1', '{}', 9, 'open', null);
insert into wave_roster (wave, person, teams) values ('r1', 'p1', '[0]');
insert into ticket_drawn (wave, person, start) values ('r1', 'p1', 's');
insert into ticket_spent (wave, hash) values ('r1', 'h');
insert into ballot_slot (wave, part, number, sealed) values ('r1', 'scores', 0, {one byte});
