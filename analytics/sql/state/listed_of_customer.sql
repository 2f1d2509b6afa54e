select saved_lists.id, saved_lists.name, listed_customers.first_on, list_records.action,
    list_records.outcome, list_records.day
from listed_customers
join saved_lists on saved_lists.id = listed_customers.list_id
left join list_records on list_records.list_id = listed_customers.list_id
    and list_records.customer_id = listed_customers.customer_id
where listed_customers.customer_id = :customer_id and listed_customers.left_no is null
order by listed_customers.first_on desc, saved_lists.id desc
