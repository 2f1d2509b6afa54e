-- grain: one row per line in either of two periods, its money in the column of its period
-- parameters: $now_start, $now_end, $before_start, $before_end; a scope without a start is expected
select
    customer_id, region, channel, category, salesperson,
    case when ordered_on between $before_start and $before_end then amount else 0 end
        as money_before,
    case when ordered_on between $now_start and $now_end then amount else 0 end as money_now
from scoped_lines
where ordered_on between $before_start and $before_end
    or ordered_on between $now_start and $now_end
