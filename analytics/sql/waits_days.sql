-- grain: one row per step after the first and span of days somebody waited before it
-- parameters: those of funnel_timed, $width days of a span, $spans: the last holds all longer waits
with
waited as (
    select step, least(floor(days / nullif(cast($width as double), 0)), $spans) as span
    from funnel_timed
    where mature = 1 and left_out = 0 and step > 1
),
final as (
    select step, span, count(*) as customers
    from waited
    group by step, span
)
select step, span, customers
from final
order by step, span
