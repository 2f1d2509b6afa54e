-- grain: one row per customer, order and day; an order that does not count is a return
-- ordered for speed only, by as little as serves it
create table orders as
select
    customers.customer_key,
    coalesce(order_days.order_id, cast(order_days.ordered_on as varchar)) as order_key,
    order_days.ordered_on, order_days.amount, order_days.margin, order_days.lines,
    order_days.return_lines,
    order_days.amount < 0 or (order_days.amount = 0 and order_days.return_lines > 0) as is_return
from order_days
left join customers on customers.customer_id = order_days.customer_id
order by customer_key nulls last, ordered_on
