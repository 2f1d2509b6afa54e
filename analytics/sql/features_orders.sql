-- grain: one row per customer with a counting order up to $end: how often and how much in all
-- parameters: those of scoped_orders; days are those before $end; $most, those drawn alone, with
--     of how many
with
bought as (
    select
        customer_key, count(case when not is_return then 1 end) as orders,
        min(case when not is_return then ordered_on end) as first_order_on,
        max(case when not is_return then ordered_on end) as last_order_on,
        cast(sum(amount) as double) as spend, cast(sum(margin) as double) as margin,
        cast(sum(case when margin is not null then amount end) as double) as spend_of_margin,
        sum(lines) as lines, sum(return_lines) as return_lines
    from scoped_orders
    where customer_key is not null
        and customer_key in (select customer_key from drawn_buyers) -- when most
    group by customer_key
),
final as (
    select
        bought.customer_key, orders, date_diff('day', last_order_on, $end) as days_since_order,
        drawn_buyers.of_customers, -- when most
        date_diff('day', first_order_on, $end) as days_known,
        spend / nullif(cast(orders as double), 0) as average_order,
        margin / nullif(cast(spend_of_margin as double), 0) as margin_share,
        return_lines / nullif(cast(lines as double), 0) as return_rate
    from bought
    inner join drawn_buyers on drawn_buyers.customer_key = bought.customer_key -- when most
    where orders > 0
)
select
    customer_key, orders, days_since_order, days_known, average_order, margin_share,
    of_customers, -- when most
    return_rate
from final
order by customer_key
