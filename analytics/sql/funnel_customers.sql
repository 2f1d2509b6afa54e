-- grain: one row per customer who got to one of the steps $least to $most, most value first
-- parameters: those of funnel_reached, $as_of, $least and $most; $taken: a step they have taken as well
with
furthest as (
    select customer_id, step, value, cast(reached_at as date) as reached_on
    from funnel_reached
    where mature = 1
        and left_out = 0
        and step = level
        and level >= $least
        and level <= $most
),
takers as (
    select customer_id
    from funnel_reached
    where step = $taken
    group by customer_id
),
final as (
    select
        furthest.customer_id, customers.name, customers.region, furthest.step, furthest.reached_on,
        date_diff('day', furthest.reached_on, $as_of) as waiting_days,
        cast(furthest.value as double) as step_value
    from furthest
    left join customers on customers.customer_id = furthest.customer_id
    left join takers on takers.customer_id = furthest.customer_id
    where $taken = 0 or takers.customer_id is not null
)
select customer_id, name, region, step, reached_on, waiting_days, step_value
from final
order by step_value desc nulls last, reached_on desc, customer_id
