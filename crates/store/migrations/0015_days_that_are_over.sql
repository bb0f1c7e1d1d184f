-- A day of what was told, declined or moved on asks for nothing any more: only in these states does it.
update attachment set due_on = null
where (slot = 'raised' and state not in ('will', 'learning')) or (slot = 'topic' and state <> 'parked');
