-- grain: one row per customer and step of the chain chosen for the customer, steps in order
-- parameters: those of funnel_level_n
-- chosen is the chain that goes furthest, of these the one that starts last and goes on soonest
with
chains as (
    select cast(null as integer) as customer_key, 0 as step, 0 as place, 0 as start
    where false
    union all select customer_key, 1, place, start from funnel_level_1 -- when chain_1
    union all select customer_key, 2, place, start from funnel_level_2 -- when chain_2
    union all select customer_key, 3, place, start from funnel_level_3 -- when chain_3
    union all select customer_key, 4, place, start from funnel_level_4 -- when chain_4
    union all select customer_key, 5, place, start from funnel_level_5 -- when chain_5
    union all select customer_key, 6, place, start from funnel_level_6 -- when chain_6
    union all select customer_key, 7, place, start from funnel_level_7 -- when chain_7
    union all select customer_key, 8, place, start from funnel_level_8 -- when chain_8
    union all select customer_key, 9, place, start from funnel_level_9 -- when chain_9
    union all select customer_key, 10, place, start from funnel_level_10 -- when chain_10
    union all select customer_key, 11, place, start from funnel_level_11 -- when chain_11
    union all select customer_key, 12, place, start from funnel_level_12 -- when chain_12
),
furthest as (
    select customer_key, max(step) as level
    from chains
    group by customer_key
),
chosen as (
    select furthest.customer_key, furthest.level, max(chains.start) as start
    from furthest
    join chains on chains.customer_key = furthest.customer_key and chains.step = furthest.level
    group by furthest.customer_key, furthest.level
),
soonest as (
    select
        chosen.customer_key, chosen.level, chains.step,
        min(chains.place) as place
    from chosen
    join chains on chains.customer_key = chosen.customer_key
        and chains.start = chosen.start and chains.step <= chosen.level
    group by chosen.customer_key, chosen.level, chains.step
),
followed as (
    select
        customer_key, level, step, place
        , min(place) over later as next_place -- when optional
    from soonest
    window later as ( -- when optional
        partition by customer_key order by step -- when optional
        rows between 1 following and unbounded following -- when optional
    ) -- when optional
)
select customer_key, level, step, place
from followed
where place < coalesce(next_place, place + 1) -- when optional
