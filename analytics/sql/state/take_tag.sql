delete from main.customer_tags where customer_id = :customer_id and tag = :tag
