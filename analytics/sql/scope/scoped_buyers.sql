-- grain: one row per customer with at least one counting order in the scope
-- parameters: those of scoped_orders, $by (margin is summed only where it is needed)
-- money looks at all orders, days and counts at counting ones
select
    customer_key,
    max(case when not is_return then ordered_on end) as last_order_on,
    count(case when not is_return then 1 end) as orders,
    cast(sum(amount) as decimal(18, 4)) as revenue,
    cast(sum(case when $by in ('margin', 'profit') then margin end) as decimal(18, 4)) as margin
from scoped_orders
where customer_key is not null
group by customer_key
having count(case when not is_return then 1 end) > 0
