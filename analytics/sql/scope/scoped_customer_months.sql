-- grain: one row per customer and month with lines (customer_key null: no customer named)
-- parameters: $end, the last day of a month, and those of the clauses that are present
select customer_key, month, orders, amount, margin
from customer_months
where month <= year(cast($end as date)) * 12 + month(cast($end as date)) - 1
    and customer_key in (select customer_key from scoped_customers) -- when customers
