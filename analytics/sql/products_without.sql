-- grain: one row per customer who bought one product, or category, and never the other, most
--     revenue first
-- parameters: those of scoped_lines_ever and scoped_buyers_ever; of_products or of_categories;
--     $bought, $lacking: the two; $rows
with
lines as (
    select
        customer_id, ordered_on, coalesce(order_id, cast(ordered_on as varchar)) as order_key,
        coalesce(
            product, -- when of_products
            category, -- when of_categories
            null
        ) as item
    from scoped_lines_ever
    where customer_id is not null
        and coalesce(quantity, 1) > 0 and coalesce(amount, 0) >= 0
),
bought as (
    select
        customer_id,
        count(distinct case when item = $bought then order_key end) as item_orders,
        max(case when item = $bought then ordered_on end) as item_last_on,
        max(case when item = $lacking then 1 else 0 end) as has_other
    from lines
    where item in ($bought, $lacking)
    group by customer_id
),
final as (
    select
        customers.customer_id, customers.name, customers.region, customers.owner,
        bought.item_orders, bought.item_last_on, buyers.orders, buyers.revenue
    from bought
    join customers on customers.customer_id = bought.customer_id
    join scoped_buyers_ever as buyers on buyers.customer_key = customers.customer_key
    where bought.has_other = 0 and bought.item_orders > 0
)
select
    customer_id, name, region, owner, item_orders, item_last_on, orders,
    cast(revenue as double) as revenue
from final
order by final.revenue desc, customer_id
limit $rows
