select list_id, customer_id, position, reasons, first_on, joined_no, left_no
from listed_customers
where list_id = :list_id
order by left_no is not null, position, customer_id
