-- private: who outside a team opened what it released, for the team to see. The day of the first time
-- and no more: a list of whoever looked, from which nobody's habits can be counted.
create table look (
    record text not null references record (id),
    viewer text not null,
    first_day text not null,
    primary key (record, viewer)
);
