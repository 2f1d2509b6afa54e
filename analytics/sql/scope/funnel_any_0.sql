-- grain: one row per event inside the period that a chain in any order may begin with
-- parameters: $within_days, $as_of, $end, and those of funnel_events
-- path: whether mature, place of the event, then less the place of the event found for each step
select
    customer_key, place, stage, occurred_at as started_at,
    [
        case when occurred_at + $within_days * interval '1' day
            < cast($as_of as date) + interval '1' day then 1 else 0 end,
        place
    ] as path
from funnel_events
where occurred_at < cast($end as date) + interval '1' day
    and occurred_at >= $start -- when start
