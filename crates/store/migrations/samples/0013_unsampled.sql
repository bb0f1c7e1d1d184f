insert into ticket_drawn (wave, person, start) values ('r1', 'p2', 's2');
