-- grain: one row per customer seen
select customer_id from customers order by customer_id
