-- grain: one row per customer number and what it is called
-- parameters: $ids
select name, email, phone
from customers
where customer_id in (select unnest($ids))
order by customer_id
