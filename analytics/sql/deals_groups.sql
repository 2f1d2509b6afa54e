-- grain: one row per owner, product or reason of the deals decided in the period or open, most won first
-- parameters: $by ('owner', 'product' or 'reason'), and those of standing_deals; '' = not given
with
named as (
    select
        case $by when 'owner' then owner when 'product' then product else reason end as name,
        outcome, value,
        case when outcome = 'won' then cast(date_diff('day', opened_on, closed_on) as double) end
            as won_days
    from standing_deals
),
final as (
    select
        name, count(*) as deals,
        count(case when outcome = 'won' then 1 end) as won,
        count(case when outcome = 'lost' then 1 end) as lost,
        count(case when outcome is null then 1 end) as still_open,
        avg(won_days) as mean_won_days,
        cast(sum(case when outcome = 'won' then value end) as double) as won_value,
        cast(sum(case when outcome = 'lost' then value end) as double) as lost_value
    from named
    group by name
)
select name, deals, won, lost, still_open, mean_won_days, won_value, lost_value
from final
order by won_value desc nulls last, won desc, lost desc, name
