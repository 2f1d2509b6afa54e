-- grain: one row per product a customer bought, most money first
-- parameters: $customer_id, $rows; those of scoped_lines; $days, those of the customer's lines, where
--     they are known
with
final as (
    select
        product, sum(amount) as revenue, sum(quantity) as quantity, count(*) as lines,
        count(distinct coalesce(order_id, cast(ordered_on as varchar))) as orders,
        max(ordered_on) as last_order_on
    from scoped_lines
    where customer_id = $customer_id and product is not null
        and array_contains($days, ordered_on) -- when days
        and coalesce(quantity, 1) >= 0 and coalesce(amount, 0) >= 0
    group by product
)
select
    cast(product as varchar) as product, cast(revenue as double) as revenue,
    cast(quantity as double) as quantity, cast(orders as bigint) as orders, last_order_on
from final
order by final.revenue desc, final.product
limit $rows
