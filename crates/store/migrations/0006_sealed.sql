-- What hides no longer follows the record alone: some of it is shown at a later step, some never.
-- So each row says for itself whether it is still hidden; those revealed before are not.
update attachment set hidden = false
where hidden = true and record in (select id from record where revealed = true);
