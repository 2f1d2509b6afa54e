-- grain: one row per entry: an event of the first step inside the period
-- parameters: $stage_1, $within_days, $as_of, $end, and those of funnel_events
-- mature entries have had their whole window; a customer with none is followed from the others
-- path: whether mature, place of the entry, then less the place of each step: the greatest path
-- starts last and then goes on soonest
with
entries as (
    select
        customer_key, place, occurred_at,
        case when occurred_at + $within_days * interval '1' day
            < cast($as_of as date) + interval '1' day then 1 else 0 end as mature
    from funnel_events
    where stage = $stage_1
        and occurred_at < cast($end as date) + interval '1' day
        and occurred_at >= $start -- when start
),
judged as (
    select
        customer_key, place, occurred_at, mature,
        max(mature) over (partition by customer_key) as customer_mature
        , row_number() over (partition by customer_key order by place) as entry -- when first
    from entries
)
select
    customer_key, place, occurred_at, place as start, occurred_at as started_at
    , [customer_mature, place, -place] as path -- when strict
from judged
where mature = customer_mature
    and entry = 1 -- when first
