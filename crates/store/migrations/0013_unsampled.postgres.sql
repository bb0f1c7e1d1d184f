-- PostgreSQL samples a table's values to plan by, and keeps the sample when the rows have gone: up to a
-- hundred people who took a ticket would stand in it after the close. These tables are read by their
-- keys alone. A column that is given its type anew forgets its sample; from then on none is taken.
alter table ticket_drawn
    alter column wave type text, alter column person type text, alter column start type text;
alter table ticket_spent alter column wave type text, alter column hash type text;
alter table ballot_slot
    alter column wave type text, alter column part type text,
    alter column number type bigint, alter column sealed type bytea;
alter table ticket_drawn
    alter column wave set statistics 0, alter column person set statistics 0,
    alter column start set statistics 0;
alter table ticket_spent alter column wave set statistics 0, alter column hash set statistics 0;
alter table ballot_slot
    alter column wave set statistics 0, alter column part set statistics 0,
    alter column number set statistics 0, alter column sealed set statistics 0;
