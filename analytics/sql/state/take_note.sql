delete from main.customer_notes where customer_id = :customer_id
