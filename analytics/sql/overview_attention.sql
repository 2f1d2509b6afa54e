-- grain: one row per group of customers to look after; a scope without a start is expected
-- parameters: $end, $horizon days, $recent days, $frequent orders
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
        case
            when orders = 1 and date_diff('day', last_order_on, $end) < $recent
                then 'no_second_order'
            when orders >= $frequent
                and date_diff('day', last_order_on, $end) between $horizon + 1 and 364
                then 'frequent_stopped'
        end as code,
        orders, money_of_year, date_diff('day', last_order_on, $end) as days_since_order
    from customers_so_far
    where orders > 0
),
final as (
    select
        code, count(*) as customers, cast(sum(money_of_year) as double) as money,
        median(cast(orders as double)) as typical_orders,
        median(cast(days_since_order as double)) as typical_days
    from groups
    where code is not null
    group by code
)
select code, customers, money, typical_orders, typical_days
from final
order by code
