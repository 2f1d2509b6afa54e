-- grain: one row per step that somebody reached, first step first
-- parameters: those of funnel_timed
with
closing as (
    select stages.stage
    from (select stage from scoped_interactions group by stage) as stages
    join stage_words on stage_words.word = lower(trim(stages.stage))
    where stage_words.outcome is not null
),
closed as (
    select customers.customer_key, max(contacts.occurred_at) as closed_at
    from scoped_interactions as contacts
    join customers on customers.customer_id = contacts.customer_id
    where contacts.stage in (select stage from closing)
    group by customers.customer_key
),
counting as (
    select
        customer_key, step, level, value, reached_at, days, days_from_first, left_out,
        case when mature = 1 and left_out = 0 then 1 else 0 end as counts,
        1 - mature as immature
    from funnel_timed
),
final as (
    select
        counting.step,
        sum(counting.counts) as customers,
        sum(counting.immature) as immature,
        sum(counting.left_out) as left_out,
        median(case when counting.counts = 1 then counting.days end) as median_days,
        median(case when counting.counts = 1 and counting.step > 1
            then counting.days_from_first end) as median_days_from_first,
        sum(case when counting.counts = 1 and counting.level = counting.step
            and (closed.closed_at is null or closed.closed_at < counting.reached_at)
            then 1 else 0 end) as still_open,
        cast(sum(case when counting.counts = 1 then counting.value end) as double) as value
    from counting
    left join closed on closed.customer_key = counting.customer_key
    group by counting.step
)
select
    step, customers, immature, left_out, median_days, median_days_from_first, still_open, value,
    (select count(*) from closing) as closing_stages
from final
order by step
