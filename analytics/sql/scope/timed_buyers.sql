-- grain: one row per customer with a counting order up to $end: their silence and their usual gap
-- parameters: those of expected_buyers and churn_gaps
-- usual gap = median of own gaps between purchase days; after one day only, the median of all
-- customers' usual gaps, or 91 days where nobody has one
with
usual as (
    select customer_key, median(cast(gap_days as double)) as gap_days
    from churn_gaps
    group by customer_key
),
typical as (
    select coalesce(median(gap_days), 91) as gap_days
    from usual
)
select
    expected_buyers.customer_key, expected_buyers.orders, expected_buyers.last_order_on,
    expected_buyers.days_since_order,
    coalesce(usual.gap_days, typical.gap_days) as usual_gap_days,
    usual.gap_days is not null as has_own_gap, expected_buyers.expected_revenue,
    expected_buyers.expected_orders, expected_buyers.spend_change, expected_buyers.margin_share
from expected_buyers
cross join typical
left join usual on usual.customer_key = expected_buyers.customer_key
