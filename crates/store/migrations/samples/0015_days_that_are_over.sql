insert into link (from_record, to_record, relation) values ('r3', 'r1', 'link');
