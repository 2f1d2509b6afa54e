-- grain: one row per order of a customer; some orders of this file have lines on several days
create temp view whole_orders as
select
    customer_id, min(ordered_on) as ordered_on, sum(amount) as amount, sum(margin) as margin,
    sum(amount) < 0 or (sum(amount) = 0 and sum(return_lines) > 0) as is_return
from order_days
group by customer_id, coalesce(order_id, cast(ordered_on as varchar))
