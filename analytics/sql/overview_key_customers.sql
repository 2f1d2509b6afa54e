-- one row: the key customers of the scope's period, and those of them who have gone quiet
-- parameters: $end, $horizon days
with
last_orders as (
    select customer_key, max(ordered_on) as last_order_on
    from scoped_orders
    where customer_key is not null and not is_return
    group by customer_key
),
final as (
    select
        count(*) as key_customers,
        sum(case when date_diff('day', last_order_on, $end) > $horizon then 1 else 0 end)
            as customers,
        cast(sum(case
            when date_diff('day', last_order_on, $end) > $horizon then pyramid_customers.value
            else 0
        end) as double) as money
    from pyramid_customers
    inner join scoped_customers
        on scoped_customers.customer_id = pyramid_customers.customer_id
    inner join last_orders on last_orders.customer_key = scoped_customers.customer_key
    where pyramid_customers.tier = 'key'
)
select key_customers, customers, money
from final
order by key_customers
