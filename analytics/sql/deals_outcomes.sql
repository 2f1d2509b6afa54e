-- grain: one row per stage that is not an end, usual order first; '' = the stage is not known
-- parameters: those of opened_deals
-- only the current stage is stored: a deal is taken to have passed the stages before it, and one
-- that is decided all of them
with
stages as (
    select stage, min(place) as place, count(*) as deals
    from opened_deals
    where outcome is null and stage <> ''
    group by stage
),
placed as (
    select stage, row_number() over (order by place, deals desc, stage) as position
    from stages
    union all
    select '', 0
),
stood as (
    select
        opened_deals.outcome,
        coalesce(placed.position, (select max(position) from placed)) as position
    from opened_deals
    left join placed on placed.stage = opened_deals.stage and opened_deals.outcome is null
),
final as (
    select
        placed.position, placed.stage, count(*) as entered,
        count(case when stood.position > placed.position then 1 end) as advanced,
        count(case when stood.position = placed.position and stood.outcome = 'won' then 1 end)
            as won,
        count(case when stood.position = placed.position and stood.outcome = 'lost' then 1 end)
            as lost,
        count(case when stood.position = placed.position and stood.outcome is null then 1 end)
            as still_there
    from placed
    join stood on stood.position >= placed.position
        and (placed.position > 0 or stood.position = 0)
    group by placed.position, placed.stage
)
select stage, entered, advanced, won, lost, still_there
from final
order by position
