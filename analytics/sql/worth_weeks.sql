-- grain: one row per week after $day that was over by $end: what customers known on $day bought
-- parameters: $day and those of scoped_orders
-- orders of one customer on one day are one purchase
with
days as (
    select customer_key, ordered_on
    from scoped_orders
    where customer_key is not null and not is_return
    group by customer_key, ordered_on
),
known as (
    select customer_key
    from days
    where ordered_on <= $day
    group by customer_key
),
placed as (
    select 1 + floor((date_diff('day', $day, days.ordered_on) - 1) / cast(7 as double)) as week
    from days
    inner join known on known.customer_key = days.customer_key
    where days.ordered_on > $day
),
final as (
    select week, count(*) as orders
    from placed
    where 7 * week <= date_diff('day', $day, $end)
    group by week
)
select week, orders
from final
order by week
