-- grain: one row per saved list a customer is or was on
select name
from saved_lists
where id in (select list_id from listed_customers where customer_id = :customer_id)
order by name
