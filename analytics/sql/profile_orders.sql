-- grain: one row per order of a customer, oldest first; one that does not count is a return
-- parameters: $customer_id; those of scoped_orders
select
    orders.ordered_on, orders.order_key, cast(orders.amount as double) as amount,
    cast(orders.margin as double) as margin, cast(orders.lines as bigint) as lines,
    orders.is_return
from scoped_orders as orders
join customers on customers.customer_key = orders.customer_key
where customers.customer_id = $customer_id
order by orders.ordered_on, orders.order_key
