-- grain: one row per known customer, most revenue first
-- parameters: those of customer_states, $skip and $rows; where a choice is narrower than all,
--     $states
with
final as (
    select
        customers.customer_id, states.state, customers.name, customers.region, states.orders,
        states.first_order_on, states.last_order_on, states.revenue
    from customer_states as states
    join customers on customers.customer_key = states.customer_key
    where true
        and array_contains($states, states.state) -- when states
)
select
    customer_id, state, name, region, orders, first_order_on, last_order_on,
    cast(revenue as double) as revenue
from final
order by final.revenue desc, customer_id
limit $rows offset $skip
