-- grain: one row per customer with a counting order up to $end; a scope without a start is expected
-- parameters: those of timed_buyers
-- habit = twice the pace, plus 1 with more than the median of expected revenue (of those of whom
--     any is expected); pace = orders per horizon, at the rate of the last 364 days or since the
--     first order: 0 none, 1 under one, 2 under two, 3 under four, 4 four and more
-- band as in churn_edges
with
rated as (
    select
        customer_key, orders, last_order_on, days_since_order, usual_gap_days, has_own_gap,
        days_since_order / nullif(cast(usual_gap_days as double), 0) as overdue_ratio,
        expected_revenue, expected_orders, spend_change, margin_share
    from timed_buyers
),
middle as (
    select coalesce(median(expected_revenue), 0) as expected_revenue
    from timed_buyers
    where expected_revenue > 0
),
final as (
    select
        rated.customer_key, rated.orders, rated.last_order_on, rated.days_since_order,
        rated.usual_gap_days, rated.has_own_gap, rated.overdue_ratio, rated.expected_revenue,
        rated.spend_change, rated.margin_share,
        2 * case
            when rated.expected_orders = 0 then 0
            when rated.expected_orders < 1 then 1
            when rated.expected_orders < 2 then 2
            when rated.expected_orders < 4 then 3
            else 4
        end + case when rated.expected_revenue > middle.expected_revenue then 1 else 0 end
            as habit,
        churn_edges.band
    from rated
    cross join middle
    inner join churn_edges on churn_edges.from_ratio <= rated.overdue_ratio
        and rated.overdue_ratio < coalesce(churn_edges.to_ratio, rated.overdue_ratio + 1)
)
select
    customer_key, orders, last_order_on, days_since_order, usual_gap_days, has_own_gap,
    overdue_ratio, expected_revenue, spend_change, margin_share, habit, band
from final
order by customer_key
