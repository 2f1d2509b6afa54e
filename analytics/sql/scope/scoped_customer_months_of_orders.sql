-- grain: one row per customer and month with lines, being what remains under the scope
-- parameters: those of scoped_orders
select
    customer_key,
    year(ordered_on) * 12 + month(ordered_on) - 1 as month,
    sum(case when is_return then 0 else 1 end) as orders,
    cast(sum(amount) as decimal(18, 4)) as amount,
    cast(sum(margin) as decimal(18, 4)) as margin
from scoped_orders
group by customer_key, year(ordered_on) * 12 + month(ordered_on) - 1
