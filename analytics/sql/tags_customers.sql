-- grain: one row per customer with one of the chosen tags, most revenue first
-- parameters: $rows; those of scoped_customers and scoped_orders; the relation tagged: customer_id,
--     tags (theirs, in one text)
with
bought as (
    select
        customer_key, sum(amount) as revenue,
        count(case when not is_return then 1 end) as orders,
        max(case when not is_return then ordered_on end) as last_order_on
    from scoped_orders
    where customer_key is not null
    group by customer_key
),
final as (
    select
        customers.customer_id, customers.name, customers.region, tagged.tags,
        coalesce(bought.orders, 0) as orders, bought.last_order_on,
        coalesce(bought.revenue, 0) as revenue, customers.owner
    from tagged
    join scoped_customers as customers on customers.customer_id = tagged.customer_id
    left join bought on bought.customer_key = customers.customer_key
)
select
    customer_id, name, region, tags, orders, last_order_on, cast(revenue as double) as revenue,
    owner
from final
order by final.revenue desc, customer_id
limit $rows
