-- grain: one row per customer with at least one counting order, where the scope keeps every line of
--     the customers it keeps
-- parameters: $by, and those of the clauses that are present; names: also says who they are
select
    customer_key, last_order_on, orders, revenue,
    case when $by in ('margin', 'profit') then margin end as margin
    , customer_id, name, region -- when names
from customers
where orders > 0
    and customer_key in (select customer_key from scoped_customers) -- when customers
