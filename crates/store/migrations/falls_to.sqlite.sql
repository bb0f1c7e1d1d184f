-- Rows from before there was a column for it, as the slots of that day had it.
update attachment set falls_to = case
    when slot = 'question' then (select author from record where record.id = attachment.record)
    when slot = 'advice' and state = 'open' and coalesce(answers ->> 'from', '') <> ''
        then '@' || lower(ltrim(answers ->> 'from', '@'))
    when slot = 'raised' and state = 'told' then author
    when slot = 'raised' and state not in ('will', 'learning')
        then '@' || lower(ltrim(coalesce((select record.answers ->> 'to' from record where record.id = attachment.record), ''), '@'))
    when slot = 'support' and state = 'open' and coalesce(answers ->> 'from', '') = '' then 'leads'
    when slot = 'support' and state = 'open' then '@' || lower(ltrim(answers ->> 'from', '@'))
    when coalesce(answers ->> 'owner', '') <> '' then '@' || lower(ltrim(answers ->> 'owner', '@'))
    else author end
where falls_to is null;
