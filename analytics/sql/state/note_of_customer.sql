select text, written_at, written_by from customer_notes where customer_id = :customer_id
