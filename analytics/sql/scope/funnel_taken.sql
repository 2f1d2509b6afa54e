-- grain: one row per customer and step of the chain chosen for the customer
-- parameters: $within_days, $as_of, those of funnel_taken_soonest or funnel_taken_paths
with
taken as (
    select cast(null as integer) as customer_key, 0 as level, 0 as step, 0 as place
    where false
    union all -- when soonest
    select customer_key, level, step, place from funnel_taken_soonest -- when soonest
    union all -- when paths
    select customer_key, level, step, place from funnel_taken_paths -- when paths
),
dated as (
    select
        taken.customer_key, taken.level, taken.step, taken.place, events.value,
        min(events.occurred_at) over (partition by taken.customer_key) as started_at,
        max(events.occurred_at) over (
            partition by taken.customer_key order by taken.step
        ) as reached_at
    from taken
    join funnel_events as events
        on events.customer_key = taken.customer_key and events.place = taken.place
)
select
    customer_key, level, step, place, value, started_at, reached_at,
    case when started_at + $within_days * interval '1' day
        < cast($as_of as date) + interval '1' day then 1 else 0 end as mature
from dated
