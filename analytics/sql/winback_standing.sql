-- grain: one row per customer with a counting order up to $end: how long silent, of which tier,
--     what an order brings
-- parameters: $horizon days and those of tiered_buyers; the scope's as_of and end are the same day
-- band of silence in horizons: 0 up to one, still a customer; lapsed: 1 up to two, 2 up to three,
--     3 up to five, 4 longer
-- average_order and average_margin are those of all history, returns taken off; the margin share
--     is that of the orders whose cost is known
with
bought as (
    select
        customer_key, sum(case when is_return then 0 else 1 end) as orders,
        max(case when not is_return then ordered_on end) as last_order_on,
        sum(amount) as amount, sum(margin) as margin,
        sum(case when margin is not null then amount end) as amount_of_margin
    from scoped_orders
    where customer_key is not null
    group by customer_key
),
averaged as (
    select
        customer_key, cast(orders as bigint) as orders, last_order_on,
        date_diff('day', last_order_on, $end) as days_since_order,
        cast(amount as double) as revenue,
        greatest(0, cast(amount as double)) / nullif(cast(orders as double), 0) as average_order,
        cast(margin as double) / nullif(cast(amount_of_margin as double), 0) as margin_share
    from bought
    where orders > 0
),
final as (
    select
        averaged.customer_key, tiered_buyers.tier, averaged.orders, averaged.last_order_on,
        averaged.days_since_order, averaged.revenue, averaged.average_order,
        case
            when averaged.margin_share is not null
                then greatest(0, averaged.average_order * averaged.margin_share)
        end as average_margin,
        case
            when averaged.days_since_order <= $horizon then 0
            when averaged.days_since_order <= 2 * $horizon then 1
            when averaged.days_since_order <= 3 * $horizon then 2
            when averaged.days_since_order <= 5 * $horizon then 3
            else 4
        end as band
    from averaged
    left join tiered_buyers on tiered_buyers.customer_key = averaged.customer_key
)
select
    customer_key, tier, orders, last_order_on, days_since_order, revenue, average_order,
    average_margin, band
from final
order by customer_key
