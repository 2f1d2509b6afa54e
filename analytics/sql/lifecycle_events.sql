-- grain: one row per day and event: how many customers bought for the first time, came back
--     after more than the horizon, or became lapsed on that day
-- parameters: those of scoped_orders (a scope without a start is expected), $horizon days
with
bounds as (
    select customer_key, min(ordered_on) as first_on, max(ordered_on) as last_on
    from scoped_orders
    where customer_key is not null and not is_return
    group by customer_key
),
events as (
    select first_on as day, 'new' as event
    from bounds
    union all
    select ordered_on, 'won_back'
    from churn_gaps
    where gap_days > $horizon
    union all
    select
        cast(ordered_on - gap_days * interval '1' day + ($horizon + 1) * interval '1' day as date),
        'lapsed'
    from churn_gaps
    where gap_days > $horizon
    union all
    select cast(last_on + ($horizon + 1) * interval '1' day as date), 'lapsed'
    from bounds
    where date_diff('day', last_on, $end) > $horizon
),
final as (
    select day, event, count(*) as customers
    from events
    group by day, event
)
select day, event, customers
from final
order by day, event
