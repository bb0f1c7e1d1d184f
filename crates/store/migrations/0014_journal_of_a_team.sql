-- What happened last in one team, without looking through what happened in others.
create index journal_of_team on journal (team, seq);
