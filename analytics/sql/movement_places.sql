-- grain: one row per customer with a counting order
-- parameters: those of placed_buyers; where a choice is narrower than all, $customer_ids
with
final as (
    select customers.customer_id, placed.place
    from placed_buyers as placed
    join customers on customers.customer_key = placed.customer_key
    where true
        and array_contains($customer_ids, customers.customer_id) -- when customer_ids
)
select customer_id, place
from final
order by customer_id
