-- grain: one row per customer with at least two purchase days up to $end: their own rhythm
-- parameters: those of churn_gaps
-- the last gap is found as the end of day * 100,000 + gap, in one pass and without another sort
with
placed as (
    select
        customer_key, gap_days, ordered_on,
        row_number() over (partition by customer_key order by gap_days, ordered_on) as place,
        count(*) over (partition by customer_key) as gaps
    from churn_gaps
),
final as (
    select
        customer_key, count(*) as repeat_days, cast(sum(gap_days) as bigint) as repeat_span_days,
        median(cast(gap_days as double)) as usual_gap_days,
        max(date_diff('day', date '1900-01-01', ordered_on) * 100000 + gap_days) % 100000
            as last_gap_days,
        max(case when place = ceil(0.9 * gaps) then gap_days end) as long_gap_days
    from placed
    group by customer_key
)
select
    customer_key, repeat_days, repeat_span_days, usual_gap_days, last_gap_days, long_gap_days
from final
order by customer_key
