-- grain: one row per step that somebody reached, first step first
-- parameters: those of funnel_reached
with
closing as (
    select stages.stage
    from (select stage from scoped_interactions group by stage) as stages
    join stage_words on stage_words.word = lower(trim(stages.stage))
    where stage_words.outcome is not null
),
closed as (
    select customer_id, max(occurred_at) as closed_at
    from scoped_interactions
    where stage in (select stage from closing)
    group by customer_id
),
clocked as (
    select
        customer_id, mature, level, step, value, reached_at,
        date_diff('day', date '2000-01-01', cast(reached_at as date)) * 86400
            + hour(reached_at) * 3600 + minute(reached_at) * 60 + second(reached_at) as reached_s
    from funnel_reached
),
timed as (
    select
        customer_id, mature, level, step, value, reached_at,
        cast(reached_s - lag(reached_s) over (partition by customer_id order by step) as double)
            / 86400 as days,
        cast(reached_s - min(reached_s) over (partition by customer_id) as double)
            / 86400 as days_from_first
    from clocked
),
final as (
    select
        timed.step,
        sum(timed.mature) as customers,
        count(*) - sum(timed.mature) as immature,
        median(case when timed.mature = 1 then timed.days end) as median_days,
        median(case when timed.mature = 1 and timed.step > 1 then timed.days_from_first end)
            as median_days_from_first,
        sum(case when timed.mature = 1 and timed.level = timed.step
            and (closed.closed_at is null or closed.closed_at < timed.reached_at)
            then 1 else 0 end) as still_open,
        cast(sum(case when timed.mature = 1 then timed.value end) as double) as value
    from timed
    left join closed on closed.customer_id = timed.customer_id
    group by timed.step
)
select
    step, customers, immature, median_days, median_days_from_first, still_open, value,
    (select count(*) from closing) as closing_stages
from final
order by step
