-- grain: one row per group of the customers at the first step of a funnel; a name is null where it
--     is not known, two is null throughout where groups are made by one thing alone
-- parameters: $last_step; those of funnel_split
with
arrived as (
    select customer_key, reached_at as arrived_at
    from funnel_reached
    where mature = 1 and left_out = 0 and step = $last_step
),
clocked as (
    select
        entered.one, entered.two,
        case when arrived.customer_key is not null then 1 else 0 end as converted,
        date_diff('day', cast(entered.entered_at as date), cast(arrived.arrived_at as date)) * 86400
            + (hour(arrived.arrived_at) - hour(entered.entered_at)) * 3600
            + (minute(arrived.arrived_at) - minute(entered.entered_at)) * 60
            + second(arrived.arrived_at) - second(entered.entered_at) as way_s
    from funnel_split as entered
    left join arrived on arrived.customer_key = entered.customer_key
),
final as (
    select
        one, two, count(*) as entered, sum(converted) as converted,
        median(cast(way_s as double) / 86400) as median_days
    from clocked
    group by one, two
)
select one, two, entered, cast(converted as bigint) as converted, median_days
from final
order by entered desc, one nulls last, two nulls last
