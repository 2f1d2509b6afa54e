-- grain: one row per customer, as many as are worth comparing with a new file
select customer_id
from customers
order by customer_id
limit 200000
