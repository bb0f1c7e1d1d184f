-- All kinds of one team in the order of the lists.
create index record_of_team on record (team, changed_at, id) where retired = false;
