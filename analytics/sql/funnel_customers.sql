-- grain: one row per customer who got to one of the steps $least to $most, most value first
-- parameters: those of funnel_group and funnel_next, $as_of
with
final as (
    select
        furthest.customer_id, customers.name, customers.region, furthest.step, furthest.reached_on,
        date_diff('day', furthest.reached_on, $as_of) as waiting_days,
        cast(furthest.value as double) as step_value, funnel_next.next_event, funnel_next.next_days
    from funnel_group as furthest
    left join customers on customers.customer_id = furthest.customer_id
    left join funnel_next on funnel_next.customer_id = furthest.customer_id
)
select
    customer_id, name, region, step, reached_on, waiting_days, step_value, next_event, next_days
from final
order by step_value desc nulls last, reached_on desc, customer_id
