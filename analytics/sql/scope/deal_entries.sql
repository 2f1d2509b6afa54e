-- grain: one row per entry into a stage, not an end, of a deal decided in the period or open
-- parameters: those of standing_deals and deal_moves
-- every entry has one outcome: where a deal's moves are told, that is what it did next; the last
-- open stage ends as the deal did. Of other deals only the current stage is stored: they are taken
-- to have passed the stages before it, and decided ones all of them (assumed = 1); stage '' = not
-- known, position 0
with
followed as (
    select
        deal_id, stage, position, outcome,
        lead(position) over (partition by deal_id order by place) as next_position,
        lead(outcome) over (partition by deal_id order by place) as next_outcome,
        sum(case when outcome is null then 1 else 0 end) over (
            partition by deal_id order by place rows between 1 following and unbounded following
        ) as open_after
    from deal_moves
),
ends as (
    select deal_id, max(outcome) as outcome
    from standing_deals
    group by deal_id
),
told as (
    select
        followed.deal_id, followed.stage, followed.position,
        case
            when coalesce(followed.open_after, 0) = 0 then coalesce(ends.outcome, 'still_there')
            when followed.next_outcome is not null then followed.next_outcome
            when followed.next_position > followed.position then 'advanced'
            else 'moved_back'
        end as became
    from followed
    join ends on ends.deal_id = followed.deal_id
    where followed.outcome is null
),
untold as (
    select deal_id, outcome, stage, place
    from standing_deals
    where deal_id not in (select deal_id from told)
),
named as (
    select stage, min(position) as place, count(*) as deals
    from told
    group by stage
    union all
    select
        untold.stage,
        min(case when (select count(*) from told) = 0 then untold.place
            else coalesce(ordered_stages.position, 1000 + untold.place) end),
        count(*)
    from untold
    left join ordered_stages on ordered_stages.stage = untold.stage
    where untold.outcome is null and untold.stage <> ''
    group by untold.stage
),
stages as (
    select stage, min(place) as place, sum(deals) as deals
    from named
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
        untold.deal_id, untold.outcome,
        coalesce(placed.position, (select max(position) from placed)) as position
    from untold
    left join placed on placed.stage = untold.stage and untold.outcome is null
)
select told.deal_id, told.stage, placed.position, told.became, 0 as assumed
from told
join placed on placed.stage = told.stage
union all
select
    stood.deal_id, placed.stage, placed.position,
    case when stood.position > placed.position then 'advanced'
        else coalesce(stood.outcome, 'still_there') end,
    1
from placed
join stood on stood.position >= placed.position
    and (placed.position > 0 or stood.position = 0)
