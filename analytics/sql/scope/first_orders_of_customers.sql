-- grain: one row per customer with a counting order: the day of the first; where the scope keeps
--     every line of the customers it keeps up to its end
-- parameters: $end, and those of the clauses that are present
select customer_key, first_order_on
from customers
where first_order_on <= $end
    and customer_key in (select customer_key from scoped_customers) -- when customers
