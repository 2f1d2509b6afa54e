-- grain: one row per customer whose longest chain has $least to $most steps, most value first
-- parameters: those of funnel_reached, $as_of, $least and $most
with
furthest as (
    select customer_id, step, value, cast(reached_at as date) as reached_on
    from funnel_reached
    where mature = 1
        and step = level
        and level >= $least
        and level <= $most
),
final as (
    select
        furthest.customer_id, customers.name, customers.region, furthest.step, furthest.reached_on,
        date_diff('day', furthest.reached_on, $as_of) as waiting_days,
        cast(furthest.value as double) as step_value
    from furthest
    left join customers on customers.customer_id = furthest.customer_id
)
select customer_id, name, region, step, reached_on, waiting_days, step_value
from final
order by step_value desc nulls last, reached_on desc, customer_id
