-- grain: one row per stage of the deals decided in the period or open, usual order first
-- parameters: those of staged_deals
with
final as (
    select
        stage, closed_later, max(outcome) as outcome, max(place) as place, count(*) as deals,
        cast(sum(value) as double) as value
    from staged_deals
    group by stage, closed_later
)
select stage, outcome, closed_later = 1 as closed_later, deals, value
from final
order by place, deals desc, stage, closed_later
