-- grain: one row per customer, order and day; some orders of this file have lines on several days
create temp table order_days as
select
    customer_id, order_id, ordered_on,
    cast(sum(amount) as decimal(18, 4)) as amount,
    cast(sum(amount - cost) as decimal(18, 4)) as margin,
    cast(count(*) as integer) as lines,
    cast(sum(case when quantity < 0 or amount < 0 then 1 else 0 end) as integer) as return_lines
from sales
where excluded_by is null
group by customer_id, order_id, ordered_on
