-- grain: one row per month or week in which customers began the funnel
-- parameters: those of funnel_reached, $last_step, $week_start (0 = monday)
-- bucket: months since the year 0, or weeks since the first of 2000
with
begun as (
    select
        0
        + year(started_at) * 12 + month(started_at) - 1 -- when month
        + floor(cast(date_diff('day', date '2000-01-03', cast(started_at as date)) - $week_start as double) / 7) -- when week
            as bucket,
        mature, case when level >= $last_step then mature else 0 end as completed
    from funnel_reached
    where left_out = 0 and step = level
),
final as (
    select
        bucket, sum(mature) as entered, sum(completed) as completed, sum(1 - mature) as immature
    from begun
    group by bucket
)
select bucket, entered, completed, immature
from final
order by bucket
