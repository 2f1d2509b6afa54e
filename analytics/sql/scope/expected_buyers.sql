-- grain: one row per customer with a counting order up to $end: what they should bring in a horizon
-- parameters: $end, $horizon days; a scope without a start is expected
-- what they brought in the last 364 days or since the first order, per day, times the horizon;
-- margin_share = of all history, of the orders whose cost is known
with
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
)
select
    customer_key, cast(orders as bigint) as orders, last_order_on,
    date_diff('day', last_order_on, $end) as days_since_order,
    greatest(0, cast(revenue_of_year as double)) * $horizon / nullif(cast(least(
        364, greatest($horizon, date_diff('day', first_order_on, $end) + 1)
    ) as double), 0) as expected_revenue,
    orders_of_year * $horizon / nullif(cast(least(
        364, greatest($horizon, date_diff('day', first_order_on, $end) + 1)
    ) as double), 0) as expected_orders,
    case
        when revenue_of_half_before > 0
            then cast(revenue_of_half as double)
                / nullif(cast(revenue_of_half_before as double), 0) - 1
    end as spend_change,
    margin_share
from bought
where orders > 0
