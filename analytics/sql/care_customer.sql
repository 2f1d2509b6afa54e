-- one row: when a customer was cared for last; no row for one who never was
-- parameters: $customer_id; those of cared_customers
select customer_id, last_contact_on
from cared_customers
where customer_id = $customer_id
order by customer_id
