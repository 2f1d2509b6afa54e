-- grain: one row per order of a customer, where some orders have lines on several days
-- parameters: $end, and those of the clauses that are present
with
days as (
    select customer_key, order_key, ordered_on, amount, margin, lines, return_lines
    from orders
    where ordered_on <= $end
        and ordered_on >= $start -- when start
        and customer_key in (select customer_key from scoped_customers) -- when customers
),
whole as (
    select
        customer_key, order_key, min(ordered_on) as ordered_on,
        cast(sum(amount) as decimal(18, 4)) as amount,
        cast(sum(margin) as decimal(18, 4)) as margin,
        sum(lines) as lines, sum(return_lines) as return_lines
    from days
    group by customer_key, order_key
)
select
    customer_key, order_key, ordered_on, amount, margin, lines, return_lines,
    amount < 0 or (amount = 0 and return_lines > 0) as is_return
from whole
