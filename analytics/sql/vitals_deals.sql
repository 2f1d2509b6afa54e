-- grain: one row per period in which deals were decided: won and lost by the day they closed
-- parameters: $now_start, $now_end and the same of previous and year (null = not compared), those
--     of opened_deals; a scope without a start is expected
with
periods as (
    select period, first_day, last_day
    from (
        values
        ('now', cast($now_start as date), cast($now_end as date)),
        ('previous', cast($previous_start as date), cast($previous_end as date)),
        ('year', cast($year_start as date), cast($year_end as date))
    ) as listed (period, first_day, last_day)
    where first_day is not null
),
final as (
    select
        periods.period, count(case when deals.outcome = 'won' then 1 end) as won,
        count(case when deals.outcome = 'lost' then 1 end) as lost
    from periods
    join opened_deals as deals
        on deals.closed_on between periods.first_day and periods.last_day
    group by periods.period
)
select period, won, lost
from final
order by period
