delete from customer_notes where customer_id = :customer_id
