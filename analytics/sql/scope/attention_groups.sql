-- grain: one row per customer with a counting order who needs looking after, by group
-- parameters: $end, $horizon days, $recent days, $frequent orders; a scope without a start is
--     expected
with
customers_so_far as (
    select
        customer_key,
        sum(case when is_return then 0 else 1 end) as orders,
        max(case when not is_return then ordered_on end) as last_order_on,
        sum(amount) as money,
        sum(case when ordered_on > $end - interval '364' day then amount else 0 end)
            as money_of_year
    from scoped_orders
    where customer_key is not null
    group by customer_key
),
groups as (
    select
        customer_key,
        case
            when orders = 1 and date_diff('day', last_order_on, $end) < $recent
                then 'no_second_order'
            when orders >= $frequent
                and date_diff('day', last_order_on, $end) between $horizon + 1 and 364
                then 'frequent_stopped'
        end as code,
        orders, last_order_on, money_of_year,
        date_diff('day', last_order_on, $end) as days_since_order
    from customers_so_far
    where orders > 0
)
select customer_key, code, orders, last_order_on, money_of_year, days_since_order
from groups
where code is not null
