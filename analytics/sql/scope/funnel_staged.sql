-- one row: where any contact of the file has a stage, on whatever day; else none
-- a file with stages makes a funnel of these alone, also on days that saw none of them yet
select max(1) as staged
from interactions
where excluded_by is null and stage is not null
having count(*) > 0
