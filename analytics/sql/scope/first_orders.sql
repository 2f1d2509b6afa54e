-- grain: one row per customer with a counting order: the day of the first
-- parameters: those of scoped_orders
select customer_key, min(ordered_on) as first_order_on
from scoped_orders
where customer_key is not null and not is_return
group by customer_key
