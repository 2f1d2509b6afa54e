-- grain: one row per combination of what is odd about a row, and why it is left out if it is
select * exclude (row_no, amount), count(*) as lines, coalesce(sum(amount), 0) as amount
from faults
group by all
order by all
