-- grain: one row per rejected value of a file
-- parameters: $load_no
select line, column_name, value, reason
from rejects
where load_no = $load_no
order by line, column_name
