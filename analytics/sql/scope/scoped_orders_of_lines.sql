-- grain: one row per order of a customer, being what remains of it under the scope's filters
-- parameters: those of scoped_lines
with
whole as (
    select
        customer_id,
        coalesce(order_id, cast(min(ordered_on) as varchar)) as order_key,
        min(ordered_on) as ordered_on,
        cast(sum(amount) as decimal(18, 4)) as amount,
        cast(sum(amount - cost) as decimal(18, 4)) as margin,
        count(*) as lines,
        sum(case when quantity < 0 or amount < 0 then 1 else 0 end) as return_lines
    from scoped_lines
    group by customer_id, order_id, case when order_id is null then ordered_on end
)
select
    customers.customer_key, whole.order_key, whole.ordered_on, whole.amount, whole.margin,
    whole.lines, whole.return_lines,
    whole.amount < 0 or (whole.amount = 0 and whole.return_lines > 0) as is_return
from whole
left join customers on customers.customer_id = whole.customer_id
