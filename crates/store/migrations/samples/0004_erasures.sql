insert into erasure (hash, salt, at) values ('00', '01', 7), ('02', '01', -1);
