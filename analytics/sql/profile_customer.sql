-- one row: what is known of a customer besides orders and contacts
-- parameters: $customer_id
select customer_id, name, type, region, owner, email, phone, do_not_contact, contract_ends_on
from scoped_customers
where customer_id = $customer_id
order by customer_id
