-- grain: one row per number asked for that is a customer's own, not merged into another
-- parameters: $ids
with
known as (
    select customer_id from sales where list_contains($ids, customer_id)
    union
    select customer_id from interactions where list_contains($ids, customer_id)
    union
    select customer_id from deals where list_contains($ids, customer_id)
    union
    select customer_id from attributes where list_contains($ids, customer_id)
)
select customer_id
from known
where customer_id not in (select customer_id from merges)
order by customer_id
