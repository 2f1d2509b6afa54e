-- grain: one row per customer number whose number, name, e-mail or phone has a text in it
-- parameters: $text, $most
with
people as (
    select customer_id, name, email, phone from customers
    union all
    select merges.customer_id, customers.name, customers.email, customers.phone
    from merges
    join customers on customers.customer_id = merges.into_id
)
select customer_id, name, email, phone
from people
where contains(lower(concat_ws(chr(10), customer_id, name, email, phone)), lower($text))
order by customer_id <> $text, length(customer_id), customer_id, name
limit $most
