-- grain: one row per group of customers and step after the first that somebody of it reached, with
--     the days from the step before
-- parameters: those of funnel_timed and funnel_split
-- a quartile is the shortest wait that at least a quarter of the customers do not exceed; longer:
--     those who waited longer than half of all who reached the step
with
waited as (
    select timed.customer_key, timed.step, timed.days, grouped.one, grouped.two
    from funnel_timed as timed
    join funnel_split as grouped on grouped.customer_key = timed.customer_key
    where timed.mature = 1 and timed.left_out = 0 and timed.step > 1
),
middles as (
    select step, median(days) as days
    from waited
    group by step
),
ranked as (
    select
        waited.one, waited.two, waited.step, waited.days,
        case when waited.days > middles.days then 1 else 0 end as longer,
        row_number() over (
            partition by waited.one, waited.two, waited.step
            order by waited.days, waited.customer_key
        ) as rank,
        count(*) over (partition by waited.one, waited.two, waited.step) as customers
    from waited
    join middles on middles.step = waited.step
),
final as (
    select
        one, two, step, count(*) as customers,
        min(case when 4 * rank >= customers then days end) as lower_days,
        median(days) as median_days,
        min(case when 4 * rank >= 3 * customers then days end) as upper_days,
        min(case when 10 * rank >= 9 * customers then days end) as long_days,
        sum(longer) as longer
    from ranked
    group by one, two, step
)
select
    one, two, step, customers, lower_days, median_days, upper_days, long_days,
    cast(longer as bigint) as longer
from final
order by step, customers desc, one nulls last, two nulls last
