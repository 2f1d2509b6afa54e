-- grain: one row per step after the first that somebody reached, with the days from the step before
-- parameters: those of funnel_timed, $last_step
-- a quartile is the shortest wait that at least a quarter of the customers do not exceed
with
waited as (
    select customer_key, step, days, case when level >= $last_step then days end as arrived_days
    from funnel_timed
    where mature = 1 and left_out = 0 and step > 1
),
ranked as (
    select
        step, days, arrived_days,
        row_number() over (partition by step order by days, customer_key) as rank,
        count(*) over (partition by step) as customers
    from waited
),
final as (
    select
        step, count(*) as customers,
        min(case when 4 * rank >= customers then days end) as lower_days,
        median(days) as median_days,
        min(case when 4 * rank >= 3 * customers then days end) as upper_days,
        min(case when 10 * rank >= 9 * customers then days end) as long_days,
        sum(arrived_days) as arrived_days
    from ranked
    group by step
)
select step, customers, lower_days, median_days, upper_days, long_days, arrived_days
from final
order by step
