insert into apart (whose, sealed) values ('mac', 'sealed');
