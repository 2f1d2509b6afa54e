-- grain: one row per file this version is made of
select *
from loads
order by load_no
