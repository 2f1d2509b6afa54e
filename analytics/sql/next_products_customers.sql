-- grain: one row per customer and product they bought, of the $rows customers with most revenue
-- parameters: those of scoped_lines_ever and scoped_buyers_ever, $rows
with
first_buyers as (
    select customer_key, orders, revenue, last_order_on
    from scoped_buyers_ever
    order by revenue desc, customer_key
    limit $rows
),
final as (
    select
        customers.customer_key, customers.customer_id, customers.name, customers.region,
        customers.owner, buyers.last_order_on, buyers.orders, buyers.revenue, lines.product
    from scoped_lines_ever as lines
    join customers on customers.customer_id = lines.customer_id
    join first_buyers as buyers on buyers.customer_key = customers.customer_key
    where lines.product is not null
        and coalesce(lines.quantity, 1) > 0 and coalesce(lines.amount, 0) >= 0
    group by
        customers.customer_key, customers.customer_id, customers.name, customers.region,
        customers.owner, buyers.last_order_on, buyers.orders, buyers.revenue, lines.product
)
select
    customer_key, customer_id, name, region, owner, last_order_on, orders,
    cast(revenue as double) as revenue, cast(product as varchar) as product
from final
order by final.revenue desc, customer_key, final.product
