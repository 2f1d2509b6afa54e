-- grain: one row per period and bucket of days in which deals were decided: won and lost by the day
--     they closed
-- parameters: those of compared_periods and opened_deals, $step days in a bucket; a scope without a
--     start is expected
with
decided as (
    select
        periods.period, deals.outcome,
        floor(date_diff('day', periods.first_day, deals.closed_on)
            / nullif(cast($step as double), 0)) as bucket
    from compared_periods as periods
    join opened_deals as deals
        on deals.closed_on between periods.first_day and periods.last_day
),
final as (
    select
        period, bucket, count(case when outcome = 'won' then 1 end) as won,
        count(case when outcome = 'lost' then 1 end) as lost
    from decided
    group by period, bucket
)
select period, bucket, won, lost
from final
order by period, bucket
