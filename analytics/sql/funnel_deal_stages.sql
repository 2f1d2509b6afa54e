-- grain: one row per current stage of the deals opened in the period, usual order first
-- parameters: $as_of, $end, and those of scoped_deals
-- the stage of a deal that closed after as_of is not known for that day
with
known as (
    select
        value, case when closed_on > $as_of then '' else coalesce(stage, '') end as stage
    from scoped_deals
    where (opened_on is null or opened_on <= $end)
        and opened_on >= $start -- when start
),
final as (
    select
        known.stage,
        max(stage_words.outcome) as outcome,
        max(coalesce(stage_words.place, 7)) as place,
        count(*) as deals,
        cast(sum(known.value) as double) as value
    from known
    left join stage_words on stage_words.word = lower(trim(known.stage))
    group by known.stage
)
select stage, outcome, deals, value
from final
order by place, deals desc, stage
