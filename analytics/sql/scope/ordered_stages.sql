-- grain: one row per stage that customers have been in, with its position in the usual order
-- parameters: those of scoped_interactions
-- stages are contacts' kinds where no contact of the file has a stage; those with a known name take the
-- usual order among themselves, the others lie where their median first time puts them
with
named as (
    select customer_id, occurred_at, coalesce(stage, kind) as stage
    from scoped_interactions
    where customer_id is not null and coalesce(stage, kind) is not null
        and (stage is not null
            or not exists (select staged from funnel_staged))
),
first_times as (
    select customer_id, stage, min(occurred_at) as first_at
    from named
    group by customer_id, stage
),
counted as (
    select
        customer_id, stage,
        date_diff('day', date '2000-01-01', cast(first_at as date)) * 86400
            + hour(first_at) * 3600 + minute(first_at) * 60 + second(first_at) as first_s
    from first_times
),
timed as (
    select
        stage, cast(first_s - min(first_s) over (partition by customer_id) as double)
            / 86400 as days
    from counted
),
stages as (
    select stage, count(*) as customers, median(days) as median_days
    from timed
    group by stage
),
slotted as (
    select
        stages.stage, stages.customers, stages.median_days, stage_words.outcome,
        stage_words.place,
        case when stage_words.word is null then 0 else 1 end as known,
        row_number() over (order by stages.median_days, stages.stage) as slot
    from stages
    left join stage_words on stage_words.word = lower(trim(stages.stage))
),
numbered as (
    select
        stage, customers, median_days, outcome, known, slot,
        row_number() over (partition by known order by slot) as by_time,
        case when known = 1
            then row_number() over (partition by known order by place, slot)
            else row_number() over (partition by known order by slot)
        end as by_word
    from slotted
)
select
    numbered.stage, numbered.customers, numbered.median_days, numbered.outcome,
    slots.slot as position
from numbered
join numbered as slots on slots.known = numbered.known and slots.by_time = numbered.by_word
