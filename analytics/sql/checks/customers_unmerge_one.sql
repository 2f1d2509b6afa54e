-- one customer counts as its own again
-- parameters: $id
delete from merges where customer_id = $id
