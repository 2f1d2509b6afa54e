-- grain: one row per customer and month with lines (customer_key null: no customer named)
-- parameters: those of the clauses that are present
select customer_key, month, orders, amount, margin
from customer_months
where true
    and customer_key in (select customer_key from scoped_customers) -- when customers
