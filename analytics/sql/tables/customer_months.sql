-- grain: one row per customer and month with lines
create table customer_months as
select
    customer_key,
    cast(year(ordered_on) * 12 + month(ordered_on) - 1 as integer) as month,
    cast(sum(case when is_return then 0 else 1 end) as integer) as orders,
    cast(sum(amount) as decimal(18, 4)) as amount,
    cast(sum(margin) as decimal(18, 4)) as margin
from orders
group by customer_key, year(ordered_on) * 12 + month(ordered_on) - 1
order by customer_key nulls last, month
