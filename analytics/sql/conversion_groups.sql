-- grain: one row per group of the customers at the first step of a funnel; a name is null where it
--     is not known, two is null throughout where groups are made by one thing alone
-- parameters: $one and $two, what groups are made by: a trait of funnel_marks, 'segment', 'tier' or
--     ''; $last_step; those of funnel_marks, with $at_step 1; for segment those of scored_buyers,
--     for tier those of tiered_buyers
with
entered as (
    select customer_key, reached_at as entered_at
    from funnel_reached
    where mature = 1 and left_out = 0 and step = 1
),
arrived as (
    select customer_key, reached_at as arrived_at
    from funnel_reached
    where mature = 1 and left_out = 0 and step = $last_step
),
named as (
    select customer_key, trait, detail from funnel_marks
    union all -- when segment
    select scored.customer_key, 'segment', segment_names.segment -- when segment
    from scored_buyers as scored -- when segment
    join segment_names on segment_names.cell = scored.cell -- when segment
    union all select customer_key, 'tier', tier from tiered_buyers -- when tier
),
clocked as (
    select
        entered.customer_key, first_name.detail as one, second_name.detail as two,
        case when arrived.customer_key is not null then 1 else 0 end as converted,
        date_diff('day', cast(entered.entered_at as date), cast(arrived.arrived_at as date)) * 86400
            + (hour(arrived.arrived_at) - hour(entered.entered_at)) * 3600
            + (minute(arrived.arrived_at) - minute(entered.entered_at)) * 60
            + second(arrived.arrived_at) - second(entered.entered_at) as way_s
    from entered
    left join arrived on arrived.customer_key = entered.customer_key
    left join named as first_name
        on first_name.customer_key = entered.customer_key and first_name.trait = $one
    left join named as second_name
        on second_name.customer_key = entered.customer_key and second_name.trait = $two
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
