-- grain: one row per reason for which lines are left out, the most lines first
select
    excluded_by as reason, count(*) as lines, count(distinct customer_id) as customers,
    cast(coalesce(sum(amount), 0) as double) as amount
from lines_by_fate
where fate = 'left_out'
group by excluded_by
order by lines desc, reason
