-- grain: one row per product name of a table that does not fit
-- parameters: $names
create or replace temp table misnamed as
select unnest(cast($names as varchar[])) as product
