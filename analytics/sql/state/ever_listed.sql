select list_id, customer_id, first_on
from listed_customers
order by list_id, customer_id
