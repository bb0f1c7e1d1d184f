-- Rows from before there was a column for it, as the slots of that day had it.
update attachment set falls_to = case
    when slot = 'question' then (select author from record where record.id = attachment.record)
    when slot = 'advice' and state = 'open' and coalesce(cast(answers as jsonb) ->> 'from', '') <> ''
        then '@' || lower(ltrim(cast(answers as jsonb) ->> 'from', '@'))
    when slot = 'raised' and state = 'told' then author
    when slot = 'raised' and state not in ('will', 'learning')
        then '@' || lower(ltrim(coalesce((select cast(record.answers as jsonb) ->> 'to' from record where record.id = attachment.record), ''), '@'))
    when slot = 'support' and state = 'open' and coalesce(cast(answers as jsonb) ->> 'from', '') = '' then 'leads'
    when slot = 'support' and state = 'open' then '@' || lower(ltrim(cast(answers as jsonb) ->> 'from', '@'))
    when coalesce(cast(answers as jsonb) ->> 'owner', '') <> '' then '@' || lower(ltrim(cast(answers as jsonb) ->> 'owner', '@'))
    else author end
where falls_to is null;
