-- grain: one row per day with sales lines
select ordered_on as day, count(*) as lines, cast(sum(amount) as double) as amount
from scoped_lines
group by ordered_on
order by day
