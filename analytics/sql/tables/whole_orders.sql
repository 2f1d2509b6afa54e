-- grain: one row per order of a customer; without an order number, what it bought on a day
create temp table whole_orders as
select
    customer_id, order_id, min(ordered_on) as ordered_on, max(ordered_on) as last_line_on,
    cast(sum(amount) as decimal(18, 4)) as amount,
    cast(sum(amount - cost) as decimal(18, 4)) as margin,
    cast(count(*) as integer) as lines,
    cast(sum(case when quantity < 0 or amount < 0 then 1 else 0 end) as integer) as return_lines
from sales
where excluded_by is null
group by customer_id, order_id, case when order_id is null then ordered_on end
