-- grain: one row per mature customer to whom something excluded happened on the way
-- parameters: $last_step, $within_days, and those of funnel_taken
-- on the way: after the first step and before the last, or the end of the window where the last
-- was not reached
with
ways as (
    select
        customer_key, max(level) as level, min(place) as first_place, max(place) as last_place,
        min(started_at) as started_at
    from funnel_taken
    where mature = 1
    group by customer_key
)
select distinct ways.customer_key
from ways
join funnel_events as events on events.customer_key = ways.customer_key
where events.stage = 98
    and events.place > ways.first_place
    and (
        events.place < ways.last_place
        or ways.level < $last_step
        and events.occurred_at <= ways.started_at + $within_days * interval '1' day
    )
