-- grain: one row per order of a customer (customer_key null: no customer named)
-- parameters: $end, and those of the clauses that are present
select customer_key, order_key, ordered_on, amount, margin, lines, return_lines, is_return
from orders
where ordered_on <= $end
    and ordered_on >= $start -- when start
    and customer_key in (select customer_key from scoped_customers) -- when customers
