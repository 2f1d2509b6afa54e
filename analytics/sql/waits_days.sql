-- grain: one row per step after the first and span of days somebody waited before it; with $one per
--     group, of the step $only_step alone
-- parameters: those of funnel_timed, $width days of a span, $spans: the last holds all longer waits;
--     where groups are asked for $only_step and those of funnel_split
with
waited as (
    select
        timed.step,
        grouped.one, grouped.two, -- when one
        least(floor(timed.days / nullif(cast($width as double), 0)), $spans) as span
    from funnel_timed as timed
    join funnel_split as grouped on grouped.customer_key = timed.customer_key -- when one
    where timed.mature = 1 and timed.left_out = 0 and timed.step > 1
        and timed.step = $only_step -- when one
),
final as (
    select
        one, two, -- when one
        step, span, count(*) as customers
    from waited
    group by
        one, two, -- when one
        step, span
)
select
    one, two, -- when one
    step, span, customers
from final
order by
    one nulls last, two nulls last, -- when one
    step, span
