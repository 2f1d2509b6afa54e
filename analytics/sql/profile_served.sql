-- one row: what the contacts of a customer cost; no row for one never contacted
-- parameters: $customer_id; those of served_customers
select contacts, cast(crm_cost as double) as crm_cost
from served_customers
where customer_key in (select customer_key from customers where customer_id = $customer_id)
order by contacts
