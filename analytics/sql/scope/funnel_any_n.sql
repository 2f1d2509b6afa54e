-- grain: one row per first event whose window holds steps 1 to n, in any order
-- parameters: $stage_n, $again_n how often the step's name came before it, $within_days,
-- and those of funnel_any_0
with
together as (
    select
        customer_key, place, stage, started_at, path, 0 as candidate,
        cast(null as timestamp) as found_at, cast(null as bigint) as found
    from funnel_any_m
    union all
    select
        customer_key, place, null, null, null, 1,
        lead(occurred_at, $again_n) over (partition by customer_key order by place),
        lead(place, $again_n) over (partition by customer_key order by place)
    from funnel_events
    where stage = $stage_n
),
joined as (
    select
        customer_key, place, stage, started_at, path, candidate,
        min(found_at) over later as found_at, min(found) over later as found
    from together
    window later as (
        partition by customer_key
        order by place, candidate
        rows between current row and unbounded following
    )
)
select customer_key, place, stage, started_at, list_append(path, -found) as path
from joined
where candidate = 0
    and found_at <= started_at + $within_days * interval '1' day
