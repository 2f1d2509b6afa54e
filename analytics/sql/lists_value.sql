-- one row: revenue of the customers asked for, returns taken off
-- parameters: those of scoped_orders, $customer_ids
with
wanted as (
    select unnest($customer_ids) as customer_id
),
final as (
    select cast(coalesce(sum(scoped_orders.amount), 0) as double) as revenue
    from wanted
    join customers on customers.customer_id = wanted.customer_id
    join scoped_orders on scoped_orders.customer_key = customers.customer_key
)
select revenue
from final
order by revenue
