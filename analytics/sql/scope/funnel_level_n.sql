-- grain: one row per event that ends a chain through steps 1 to n inside the window
-- parameters: $stage_n, $within_days, and those of funnel_level_1
-- of the chains that end at an event the latest start is kept, in strict order the greatest path
with
together as (
    select
        shorter.customer_key, shorter.place, shorter.start, shorter.started_at,
        shorter.path, events.block_n, -- when strict
        0 as candidate, cast(null as timestamp) as occurred_at
    from funnel_before_n as shorter
    join funnel_events as events -- when strict
        on events.customer_key = shorter.customer_key and events.place = shorter.place -- when strict
    union all
    select
        customer_key, place, null, null,
        null, block_n, -- when strict
        1, occurred_at
    from funnel_events
    where stage = $stage_n
),
joined as (
    select
        customer_key, place, candidate, occurred_at,
        max(path) over earlier as path, -- when strict
        max(start) over earlier as start,
        max(started_at) over earlier as started_at
    from together
    window earlier as (
        partition by customer_key
            , block_n -- when strict
        order by place, candidate desc
        rows between unbounded preceding and 1 preceding
    )
)
select
    customer_key, place, occurred_at, start, started_at
    , list_append(path, -place) as path -- when strict
from joined
where candidate = 1
    and occurred_at <= started_at + $within_days * interval '1' day
