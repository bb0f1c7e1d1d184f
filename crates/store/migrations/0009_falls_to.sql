-- To whom what hangs on a record falls, so that one's own is found without reading everybody's:
-- the id of whoever wrote, `@handle` of whoever is named, or `leads`.
alter table attachment add column falls_to text;
create index attachment_falls_to on attachment (falls_to) where open = true;
-- What a link names leads back to the record it hangs on.
insert into link (from_record, to_record, relation)
    select r.id, a.record, 'link' from attachment a, record r
    where a.slot = 'link' and a.answers like '%"to":"' || r.id || '"%'
    on conflict do nothing;
