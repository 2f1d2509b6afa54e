-- grain: one row per customer who does not want to be contacted
select customer_id
from scoped_customers
where do_not_contact
order by customer_id
