-- grain: one row per cohort (month of the first counting order) and month after it with lines
-- parameters: those of scoped_customer_months_ever, $end, $start where there is one: cohorts of
--     the months from start to end, whole ones; a month is year * 12 + month - 1
-- money from before the first counting order belongs to month 0, so that all of it adds up
with
firsts as (
    select customer_key, min(month) as cohort
    from scoped_customer_months_ever
    where customer_key is not null and orders > 0
    group by customer_key
),
final as (
    select
        firsts.cohort, greatest(months.month - firsts.cohort, 0) as months_after,
        sum(case when months.orders > 0 then 1 else 0 end) as active,
        sum(months.amount) as revenue
    from scoped_customer_months_ever as months
    join firsts on firsts.customer_key = months.customer_key
    where firsts.cohort <= year(cast($end as date)) * 12 + month(cast($end as date)) - 1
        and firsts.cohort >= year(cast($start as date)) * 12 + month(cast($start as date)) - 1 -- when start
    group by firsts.cohort, greatest(months.month - firsts.cohort, 0)
)
select
    cast(cohort as bigint) as cohort, cast(months_after as bigint) as months_after,
    cast(active as bigint) as active, cast(revenue as double) as revenue
from final
order by cohort, months_after
