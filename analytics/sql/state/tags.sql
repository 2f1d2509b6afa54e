-- grain: one row per customer and tag
select customer_id, tag, added_at, added_by from customer_tags order by customer_id, tag
