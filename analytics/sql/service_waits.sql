-- grain: one row per kind and reason of complaints filed in the period, what was waited for ('answer'
--     or 'solution'), and how many whole hours it took, or has been waited for
-- parameters: those of complaints, $as_of, $end, $start where there is one
with
filed as (
    select kind, note, filed_at, answered_at, solved_at
    from complaints
    where cast(filed_at as date) <= $end
        and cast(filed_at as date) >= $start -- when start
),
waited as (
    select kind, note, 'answer' as waited_for, filed_at, answered_at as ended_at
    from filed
    union all
    select kind, note, 'solution', filed_at, solved_at
    from filed
),
clocked as (
    select
        kind, note, waited_for, case when ended_at is not null then 1 else 0 end as ended,
        filed_at,
        coalesce(ended_at, cast($as_of as date) + interval '1' day) as until_at
    from waited
),
timed as (
    select
        kind, note, waited_for, ended,
        floor(cast(date_diff('day', cast(filed_at as date), cast(until_at as date)) * 86400
            + (hour(until_at) - hour(filed_at)) * 3600 + (minute(until_at) - minute(filed_at)) * 60
            + second(until_at) - second(filed_at) as double) / 3600) as hours
    from clocked
),
final as (
    select
        kind, note as reason, waited_for, hours, sum(ended) as done,
        count(*) - sum(ended) as waiting
    from timed
    group by kind, note, waited_for, hours
)
select
    kind, reason, waited_for, cast(hours as bigint) as hours, cast(done as bigint) as done,
    cast(waiting as bigint) as waiting
from final
order by waited_for, hours, kind, reason nulls last
