-- grain: one row per stage that is not an end, usual order first; '' = the stage is not known
-- parameters: those of deal_entries
-- entered = advanced + won + lost + still_there + moved_back; moved_back is null where the moves of
-- no deal are told
with
final as (
    select
        position, stage, count(*) as entered,
        count(case when became = 'advanced' then 1 end) as advanced,
        count(case when became = 'won' then 1 end) as won,
        count(case when became = 'lost' then 1 end) as lost,
        count(case when became = 'still_there' then 1 end) as still_there,
        count(case when became = 'moved_back' then 1 end) as moved_back,
        sum(assumed) as assumed
    from deal_entries
    group by position, stage
)
select
    stage, entered, advanced, won, lost, still_there,
    case when (select min(assumed) from deal_entries) = 0 then moved_back end as moved_back,
    cast(assumed as bigint) as assumed
from final
order by position
