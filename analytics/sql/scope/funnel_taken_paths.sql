-- grain: one row per customer and step of the chain chosen for the customer, steps in order
-- parameters: those of funnel_level_n or funnel_any_n
-- chosen is the longest chain, of these the one that starts last and then goes on soonest
with
chains as (
    select cast(null as integer) as customer_key, 0 as level, [0] as path
    where false
    union all select customer_key, 1, path from funnel_level_1 -- when path_1
    union all select customer_key, 2, path from funnel_level_2 -- when path_2
    union all select customer_key, 3, path from funnel_level_3 -- when path_3
    union all select customer_key, 4, path from funnel_level_4 -- when path_4
    union all select customer_key, 5, path from funnel_level_5 -- when path_5
    union all select customer_key, 6, path from funnel_level_6 -- when path_6
    union all select customer_key, 7, path from funnel_level_7 -- when path_7
    union all select customer_key, 8, path from funnel_level_8 -- when path_8
    union all select customer_key, 9, path from funnel_level_9 -- when path_9
    union all select customer_key, 10, path from funnel_level_10 -- when path_10
    union all select customer_key, 11, path from funnel_level_11 -- when path_11
    union all select customer_key, 12, path from funnel_level_12 -- when path_12
    union all select customer_key, 1, path from funnel_any_1 where stage <= 1 -- when any_1
    union all select customer_key, 2, path from funnel_any_2 where stage <= 2 -- when any_2
    union all select customer_key, 3, path from funnel_any_3 where stage <= 3 -- when any_3
    union all select customer_key, 4, path from funnel_any_4 where stage <= 4 -- when any_4
    union all select customer_key, 5, path from funnel_any_5 where stage <= 5 -- when any_5
    union all select customer_key, 6, path from funnel_any_6 where stage <= 6 -- when any_6
    union all select customer_key, 7, path from funnel_any_7 where stage <= 7 -- when any_7
    union all select customer_key, 8, path from funnel_any_8 where stage <= 8 -- when any_8
    union all select customer_key, 9, path from funnel_any_9 where stage <= 9 -- when any_9
    union all select customer_key, 10, path from funnel_any_10 where stage <= 10 -- when any_10
    union all select customer_key, 11, path from funnel_any_11 where stage <= 11 -- when any_11
    union all select customer_key, 12, path from funnel_any_12 where stage <= 12 -- when any_12
),
ranked as (
    select
        customer_key, level, path,
        row_number() over (
            partition by customer_key
            order by path[1] desc
                , path[2] -- when first
                , level desc, path desc
        ) as choice
    from chains
)
select
    ranked.customer_key, ranked.level, array_position(ranked.path, -events.place) - 2 as step,
    events.place
from ranked
join funnel_events as events on events.customer_key = ranked.customer_key
where ranked.choice = 1
    and array_contains(ranked.path, -events.place)
