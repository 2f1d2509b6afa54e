-- grain: one row per time a deal came into another stage by the end of the as_of day, in their order
-- parameters: $as_of, and those of ordered_stages
-- told by contacts that name deal and stage, or by a file of deals with several rows per deal; of
-- one moment the usual order of stages counts. Filters of lines do not narrow a deal's history
with
told as (
    select deal_id, stage, occurred_at, row_no, value
    from interactions
    where excluded_by is null and deal_id is not null and stage is not null
        and occurred_at < cast($as_of as date) + interval '1' day
    union all
    select deal_id, stage, cast(opened_on as timestamp), 0, value
    from deals
    where excluded_by is null and opened_on <= $as_of
        and deal_id in (
            select deal_id
            from deals
            where excluded_by is null
            group by deal_id
            having count(distinct stage) > 1
        )
),
positioned as (
    select
        told.deal_id, told.stage, told.occurred_at, told.row_no, told.value, stage_words.outcome,
        coalesce(ordered_stages.position, 1000 + coalesce(stage_words.place, 7)) as position
    from told
    left join ordered_stages on ordered_stages.stage = told.stage
    left join stage_words on stage_words.word = lower(trim(told.stage))
),
numbered as (
    select
        deal_id, stage, occurred_at, value, outcome, position,
        row_number() over (
            partition by deal_id order by occurred_at, position, row_no, stage
        ) as place
    from positioned
),
followed as (
    select
        deal_id, stage, occurred_at, value, outcome, position, place,
        lag(stage) over (partition by deal_id order by place) as stage_before
    from numbered
)
select deal_id, stage, occurred_at, value, outcome, position, place
from followed
where stage_before is null or stage_before <> stage
