-- one row: a customer without a counting order who is known by the day all the same, by a return,
--     a contact, a deal or the customer file; no row: not known
-- parameters: $customer_id; those of scoped_orders and customers_met
with
known as (
    select customer_key
    from scoped_orders
    union all
    select customer_key
    from customers_met
)
select customers.customer_key
from customers
where customers.customer_id = $customer_id
    and customers.customer_key in (select customer_key from known)
order by customers.customer_key
