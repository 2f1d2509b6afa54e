-- grain: one row per customer who got to one of the steps $least to $most and no further
-- parameters: those of funnel_reached, $least and $most; $taken: a step they have taken as well
with
furthest as (
    select
        customer_key, customer_id, step, value, reached_at, cast(reached_at as date) as reached_on
    from funnel_reached
    where mature = 1
        and left_out = 0
        and step = level
        and level >= $least
        and level <= $most
),
takers as (
    select customer_key
    from funnel_reached
    where step = $taken
    group by customer_key
)
select
    furthest.customer_key, furthest.customer_id, furthest.step, furthest.value,
    furthest.reached_at, furthest.reached_on
from furthest
left join takers on takers.customer_key = furthest.customer_key
where $taken = 0 or takers.customer_key is not null
