-- SQLite keeps no sample of what stands in a table unless it is asked to, and nothing here asks.
select 1;
