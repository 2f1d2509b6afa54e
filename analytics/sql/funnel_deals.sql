-- one row: the deals opened in the period, as they stood at the end of the as_of day
-- parameters: $as_of, $end, and those of scoped_deals
with
known as (
    select
        scoped_deals.value, scoped_deals.opened_on, scoped_deals.closed_on,
        case when scoped_deals.closed_on > $as_of then null else stage_words.outcome end as outcome
    from scoped_deals
    left join stage_words on stage_words.word = lower(trim(scoped_deals.stage))
    where (scoped_deals.opened_on is null or scoped_deals.opened_on <= $end)
        and scoped_deals.opened_on >= $start -- when start
),
timed as (
    select
        value, outcome,
        case when outcome = 'won' then cast(date_diff('day', opened_on, closed_on) as double) end
            as won_days
    from known
),
totals as (
    select
        count(*) as deals,
        count(case when outcome = 'won' then 1 end) as won,
        count(case when outcome = 'lost' then 1 end) as lost,
        count(case when outcome is null then 1 end) as still_open,
        avg(won_days) as mean_won_days,
        median(won_days) as median_won_days,
        cast(sum(case when outcome = 'won' then value end) as double) as won_value,
        cast(sum(case when outcome is null then value end) as double) as open_value
    from timed
),
final as (
    select
        deals, won, lost, still_open,
        cast(won as double) / nullif(won + lost, 0) as win_rate,
        mean_won_days, median_won_days, won_value, open_value
    from totals
)
select
    deals, won, lost, still_open, win_rate, mean_won_days, median_won_days, won_value, open_value
from final
order by deals
