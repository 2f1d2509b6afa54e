-- grain: one row per tag of a customer
select tag, added_at, added_by from customer_tags where customer_id = :customer_id order by tag
