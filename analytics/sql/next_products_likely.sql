-- grain: one row per customer who never bought $product, but something its buyers buy, the most
--     alike first
-- parameters: those of scoped_lines_ever and scoped_buyers_ever; $product; weights: an Arrow table
--     of product and weight, how alike its buyers are to those of $product; $rows
with
bought as (
    select lines.customer_id, lines.product
    from scoped_lines_ever as lines
    where lines.customer_id is not null
        and coalesce(lines.quantity, 1) > 0 and coalesce(lines.amount, 0) >= 0
        and (lines.product = $product or lines.product in (select product from weights))
    group by lines.customer_id, lines.product
),
weighed as (
    select
        bought.customer_id, bought.product, weights.weight,
        row_number() over (
            partition by bought.customer_id order by weights.weight desc, bought.product
        ) as place
    from bought
    join weights on weights.product = bought.product
),
owners as (
    select customer_id
    from bought
    where product = $product
    group by customer_id
),
summed as (
    select
        customer_id, sum(weight) as likeness, count(*) as alike_products,
        max(case when place = 1 then product end) as because
    from weighed
    group by customer_id
),
final as (
    select
        customers.customer_key, customers.customer_id, customers.name, customers.region,
        customers.owner, summed.because, summed.alike_products, summed.likeness, buyers.last_order_on,
        buyers.orders, buyers.revenue
    from summed
    join customers on customers.customer_id = summed.customer_id
    join scoped_buyers_ever as buyers on buyers.customer_key = customers.customer_key
    left join owners on owners.customer_id = summed.customer_id
    where owners.customer_id is null
)
select
    customer_id, name, region, owner, cast(because as varchar) as because, alike_products, last_order_on,
    orders, cast(revenue as double) as revenue
from final
order by round(likeness, 9) desc, final.revenue desc, customer_key
limit $rows
