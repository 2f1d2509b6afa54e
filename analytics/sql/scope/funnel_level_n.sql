-- grain: one row per event that ends a chain through steps 1 to n inside the window
-- parameters: $stage_n, $within_days, those of funnel_level_1 and funnel_walked
-- of the chains that end at an event the latest start is kept, in strict order the greatest path
-- found from pairs of events, or along all events where a customer has very many
with
paired as ( -- when soonest
    select -- when soonest
        events.customer_key, events.place, max(events.occurred_at) as occurred_at, -- when soonest
        max(shorter.start) as start, max(shorter.started_at) as started_at -- when soonest
    from ( -- when soonest
        select customer_key, place, start, started_at -- when soonest
        from funnel_before_n -- when soonest
        where customer_key not in (select customer_key from funnel_walked) -- when soonest
    ) as shorter -- when soonest
    join funnel_events as events on events.customer_key = shorter.customer_key -- when soonest
        and events.place > shorter.place -- when soonest
        and events.occurred_at <= shorter.started_at + $within_days * interval '1' day -- when soonest
    where events.stage = $stage_n -- when soonest
    group by events.customer_key, events.place -- when soonest
), -- when soonest
together as (
    select
        shorter.customer_key, shorter.place, shorter.start, shorter.started_at,
        shorter.path, events.block_n, -- when strict
        0 as candidate, cast(null as timestamp) as occurred_at
    from funnel_before_n as shorter
    join funnel_events as events -- when strict
        on events.customer_key = shorter.customer_key and events.place = shorter.place -- when strict
    where shorter.customer_key in (select customer_key from funnel_walked) -- when soonest
    union all
    select
        customer_key, place, null, null,
        null, block_n, -- when strict
        1, occurred_at
    from funnel_walked
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
select customer_key, place, occurred_at, start, started_at from paired -- when soonest
union all -- when soonest
select
    customer_key, place, occurred_at, start, started_at
    , list_append(path, -place) as path -- when strict
from joined
where candidate = 1
    and occurred_at <= started_at + $within_days * interval '1' day
