-- grain: one row per customer with at least two purchase days up to $end: their own rhythm
-- parameters: those of churn_gaps; $most, those drawn alone
-- each customer's gaps are a sorted list whose places are read: to number the gaps of all
-- customers by a window costs twice as much
-- the last gap is found as the end of day * 100,000 + gap, in one pass and without another sort
with
listed as (
    select
        customer_key, count(*) as repeat_days, cast(sum(gap_days) as bigint) as repeat_span_days,
        max(date_diff('day', date '1900-01-01', ordered_on) * 100000 + gap_days) % 100000
            as last_gap_days,
        list_sort(array_agg(coalesce(gap_days, 0))) as gaps
    from churn_gaps
    where customer_key in (select customer_key from drawn_buyers) -- when most
    group by customer_key
),
placed as (
    select
        customer_key, repeat_days, repeat_span_days, last_gap_days, gaps,
        cast(floor(0.5 * repeat_days + 0.5) as integer) as below_middle,
        cast(ceil(0.5 * repeat_days + 0.5) as integer) as above_middle,
        cast(ceil(0.9 * repeat_days) as integer) as nine_tenths
    from listed
),
final as (
    select
        customer_key, repeat_days, repeat_span_days,
        0.5 * cast(gaps[below_middle] + gaps[above_middle] as double) as usual_gap_days,
        last_gap_days, gaps[nine_tenths] as long_gap_days
    from placed
)
select
    customer_key, repeat_days, repeat_span_days, usual_gap_days, last_gap_days, long_gap_days
from final
order by customer_key
