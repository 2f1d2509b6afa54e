-- grain: one row per customer seen, as a version has them
select * from customers order by customer_key
