-- grain: one row per person somebody was in touch with up to $end, without a counting order so far
-- parameters: those of scoped_interactions and scoped_orders
with
buyers as (
    select customer_key
    from scoped_orders
    where customer_key is not null and not is_return
    group by customer_key
),
met as (
    select customers.customer_key
    from scoped_interactions as contacts
    join customers on customers.customer_id = contacts.customer_id
    group by customers.customer_key
)
select met.customer_key
from met
left join buyers on buyers.customer_key = met.customer_key
where buyers.customer_key is null
