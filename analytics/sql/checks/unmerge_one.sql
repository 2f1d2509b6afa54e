-- one customer counts as its own again
-- parameters: $customer_id
delete from merges where customer_id = $customer_id
