-- one row per kind of file: the day after its last file was written (or loaded, where that is unknown)
create or replace temp table latest as
select kind, max(coalesce(file_date, cast(loaded_at as date))) + 1 as day
from loads
group by kind
