select list_id, customer_id, first_on, left_no is null as still_on
from listed_customers
order by list_id, customer_id
