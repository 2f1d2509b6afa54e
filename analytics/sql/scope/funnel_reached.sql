-- grain: one row per customer and step of the chain chosen for the customer
-- parameters: those of funnel_level_n or funnel_any_n
-- chosen is the longest chain, of these the one that starts last and then goes on soonest
with
chains as (
    select cast(null as varchar) as customer_id, 0 as level, [0] as path
    where false
    union all select customer_id, 1, path from funnel_level_1 -- when chain_1
    union all select customer_id, 2, path from funnel_level_2 -- when chain_2
    union all select customer_id, 3, path from funnel_level_3 -- when chain_3
    union all select customer_id, 4, path from funnel_level_4 -- when chain_4
    union all select customer_id, 5, path from funnel_level_5 -- when chain_5
    union all select customer_id, 6, path from funnel_level_6 -- when chain_6
    union all select customer_id, 7, path from funnel_level_7 -- when chain_7
    union all select customer_id, 8, path from funnel_level_8 -- when chain_8
    union all select customer_id, 9, path from funnel_level_9 -- when chain_9
    union all select customer_id, 10, path from funnel_level_10 -- when chain_10
    union all select customer_id, 11, path from funnel_level_11 -- when chain_11
    union all select customer_id, 12, path from funnel_level_12 -- when chain_12
    union all select customer_id, 1, path from funnel_any_1 where stage <= 1 -- when any_1
    union all select customer_id, 2, path from funnel_any_2 where stage <= 2 -- when any_2
    union all select customer_id, 3, path from funnel_any_3 where stage <= 3 -- when any_3
    union all select customer_id, 4, path from funnel_any_4 where stage <= 4 -- when any_4
    union all select customer_id, 5, path from funnel_any_5 where stage <= 5 -- when any_5
    union all select customer_id, 6, path from funnel_any_6 where stage <= 6 -- when any_6
    union all select customer_id, 7, path from funnel_any_7 where stage <= 7 -- when any_7
    union all select customer_id, 8, path from funnel_any_8 where stage <= 8 -- when any_8
    union all select customer_id, 9, path from funnel_any_9 where stage <= 9 -- when any_9
    union all select customer_id, 10, path from funnel_any_10 where stage <= 10 -- when any_10
    union all select customer_id, 11, path from funnel_any_11 where stage <= 11 -- when any_11
    union all select customer_id, 12, path from funnel_any_12 where stage <= 12 -- when any_12
),
ranked as (
    select
        customer_id, level, path,
        row_number() over (
            partition by customer_id
            order by path[1] desc
                , path[2] -- when first
                , level desc, path desc
        ) as choice
    from chains
),
reached as (
    select
        events.customer_id, ranked.path[1] as mature, ranked.level, events.occurred_at, events.value,
        array_position(ranked.path, -events.place) - 2 as step
    from funnel_events as events
    join ranked on ranked.customer_id = events.customer_id
    where ranked.choice = 1
        and array_contains(ranked.path, -events.place)
)
select
    customer_id, mature, level, step, value,
    max(occurred_at) over (partition by customer_id order by step) as reached_at
from reached
