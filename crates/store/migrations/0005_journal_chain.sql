-- Each row of the journal carries a hash over itself and the row before, so that a change made past
-- the program shows. What an erasure may take out goes in as a digest with a salt of its own, which
-- the erasure removes: the chain still holds, and the digest cannot be guessed at.
alter table journal add column salt text;
alter table journal add column digest text;
alter table journal add column hash text;
