-- grain: one row per customer with a counting order up to $end; a scope without a start is expected
-- parameters: $end, $horizon days
-- habit = twice the pace, plus 1 with more than the median of expected revenue (of those of whom
--     any is expected); pace = orders per horizon, at the rate of the last 364 days or since the
--     first order: 0 none, 1 under one, 2 under two, 3 under four, 4 four and more
-- band as in churn_edges; margin_share = of all history, of the orders whose cost is known
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
),
bought as (
    select
        customer_key,
        sum(case when is_return then 0 else 1 end) as orders,
        min(case when not is_return then ordered_on end) as first_order_on,
        max(case when not is_return then ordered_on end) as last_order_on,
        cast(sum(margin) as double) / nullif(cast(sum(
            case when margin is not null then amount end
        ) as double), 0) as margin_share,
        sum(case when ordered_on > $end - interval '364' day and not is_return then 1 else 0 end)
            as orders_of_year,
        sum(case when ordered_on > $end - interval '364' day then amount else 0 end)
            as revenue_of_year,
        sum(case when ordered_on > $end - interval '182' day then amount else 0 end)
            as revenue_of_half,
        sum(case
            when ordered_on > $end - interval '364' day
                and ordered_on <= $end - interval '182' day then amount
            else 0
        end) as revenue_of_half_before
    from scoped_orders
    where customer_key is not null
    group by customer_key
),
timed as (
    select
        bought.customer_key, cast(bought.orders as bigint) as orders, bought.last_order_on,
        date_diff('day', bought.last_order_on, $end) as days_since_order,
        coalesce(usual.gap_days, typical.gap_days) as usual_gap_days,
        usual.gap_days is not null as has_own_gap,
        greatest(0, cast(bought.revenue_of_year as double)) * $horizon / nullif(cast(least(
            364, greatest($horizon, date_diff('day', bought.first_order_on, $end) + 1)
        ) as double), 0) as expected_revenue,
        bought.orders_of_year * $horizon / nullif(cast(least(
            364, greatest($horizon, date_diff('day', bought.first_order_on, $end) + 1)
        ) as double), 0) as expected_orders,
        case
            when bought.revenue_of_half_before > 0
                then cast(bought.revenue_of_half as double)
                    / nullif(cast(bought.revenue_of_half_before as double), 0) - 1
        end as spend_change,
        bought.margin_share
    from bought
    cross join typical
    left join usual on usual.customer_key = bought.customer_key
    where bought.orders > 0
),
rated as (
    select
        customer_key, orders, last_order_on, days_since_order, usual_gap_days, has_own_gap,
        days_since_order / nullif(cast(usual_gap_days as double), 0) as overdue_ratio,
        expected_revenue, expected_orders, spend_change, margin_share
    from timed
),
middle as (
    select coalesce(median(expected_revenue), 0) as expected_revenue
    from timed
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
