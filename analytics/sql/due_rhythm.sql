-- grain: one row per customer with at least four purchase days up to $end: when their own rhythm
--     would bring the next
-- parameters: $end and those of churn_gaps
-- usual gap = median of own gaps between purchase days, in whole days; short and long gap: the
--     shortest that at least one in ten, and that at least nine in ten of them do not exceed
-- length: usual gap up to 7, 14, 30, 60 days, longer, 0 to 4; spread: long − short gap, up to half
--     the usual gap, up to it, up to twice it, more, 0 to 3
with
placed as (
    select
        customer_key, gap_days, ordered_on,
        row_number() over (partition by customer_key order by gap_days, ordered_on) as place,
        count(*) over (partition by customer_key) as gaps
    from churn_gaps
),
measured as (
    select
        customer_key, count(*) as gaps, max(ordered_on) as last_order_on,
        greatest(1, floor(median(cast(gap_days as double)) + 0.5)) as usual_gap_days,
        max(case when place = ceil(0.1 * gaps) then gap_days end) as short_gap_days,
        max(case when place = ceil(0.9 * gaps) then gap_days end) as long_gap_days
    from placed
    group by customer_key
    having count(*) >= 3
),
final as (
    select
        customer_key, gaps, last_order_on, usual_gap_days, short_gap_days, long_gap_days,
        date_diff('day', last_order_on, $end) as days_since_order,
        usual_gap_days - date_diff('day', last_order_on, $end) as due_in_days,
        case
            when usual_gap_days <= 7 then 0
            when usual_gap_days <= 14 then 1
            when usual_gap_days <= 30 then 2
            when usual_gap_days <= 60 then 3
            else 4
        end as length,
        case
            when 2 * (long_gap_days - short_gap_days) <= usual_gap_days then 0
            when long_gap_days - short_gap_days <= usual_gap_days then 1
            when long_gap_days - short_gap_days <= 2 * usual_gap_days then 2
            else 3
        end as spread
    from measured
)
select
    customer_key, gaps, last_order_on, usual_gap_days, short_gap_days, long_gap_days,
    days_since_order, due_in_days, length, spread
from final
order by customer_key
