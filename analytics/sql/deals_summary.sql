-- one row: the deals decided in the period, and those open at the end of the as_of day
-- parameters: $as_of, and those of standing_deals
with
timed as (
    select
        value, outcome,
        case when outcome = 'won' then cast(date_diff('day', opened_on, closed_on) as double) end
            as won_days,
        case when outcome is null
            then cast(date_diff('day', opened_on, cast($as_of as date)) as double) end as open_days
    from standing_deals
),
pace as (
    select median(won_days) as median_won_days
    from timed
),
totals as (
    select
        count(*) as deals,
        count(case when timed.outcome = 'won' then 1 end) as won,
        count(case when timed.outcome = 'lost' then 1 end) as lost,
        count(case when timed.outcome is null then 1 end) as still_open,
        avg(timed.won_days) as mean_won_days,
        max(pace.median_won_days) as median_won_days,
        median(timed.open_days) as median_open_days,
        count(case when timed.open_days > pace.median_won_days then 1 end) as open_older,
        cast(sum(case when timed.outcome = 'won' then timed.value end) as double) as won_value,
        cast(sum(case when timed.outcome is null then timed.value end) as double) as open_value,
        count(case when timed.outcome is null and timed.value is null then 1 end) as open_unvalued,
        count(case when timed.outcome is null and timed.open_days is null then 1 end) as open_undated
    from timed
    cross join pace
),
final as (
    select
        deals, won, lost, still_open,
        cast(won as double) / nullif(won + lost, 0) as win_rate,
        mean_won_days, median_won_days, median_open_days,
        case when median_won_days is not null then open_older end as open_older,
        won_value, open_value, open_unvalued, open_undated,
        (select count(*) from known_deals where outcome is not null and closed_on is null) as undated
    from totals
)
select
    deals, won, lost, still_open, win_rate, mean_won_days, median_won_days, median_open_days,
    open_older, won_value, open_value, open_unvalued, open_undated, undated
from final
order by deals
