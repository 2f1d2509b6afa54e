-- grain: one row per product the customer never bought and customers alike did
-- parameters: $customer_id, $alike: how many customers alike, $least: how many of them must have
--     the product, $rows; those of scoped_lines
-- alike: most products in common, of all the two bought between them; ties by number
with
had as (
    select distinct customer_id, product
    from scoped_lines
    where customer_id is not null and product is not null
        and coalesce(quantity, 1) > 0 and coalesce(amount, 0) >= 0
),
mine as (
    select product
    from had
    where customer_id = $customer_id
),
own as (
    select count(*) as products
    from mine
),
common as (
    select had.customer_id, count(*) as products
    from had
    join mine on mine.product = had.product
    where had.customer_id <> $customer_id
    group by had.customer_id
),
sizes as (
    select customer_id, count(*) as products
    from had
    group by customer_id
),
likeness as (
    select
        common.customer_id,
        row_number() over (order by
            cast(common.products as double)
                / nullif(sizes.products + own.products - common.products, 0) desc,
            common.customer_id
        ) as place
    from common
    join sizes on sizes.customer_id = common.customer_id
    cross join own
    where sizes.products > common.products
),
alike as (
    select customer_id
    from likeness
    where place <= $alike
),
counted as (
    select count(*) as customers
    from alike
),
final as (
    select had.product, count(*) as customers, max(counted.customers) as alike
    from had
    join alike on alike.customer_id = had.customer_id
    cross join counted
    left join mine on mine.product = had.product
    where mine.product is null
    group by had.product
)
select
    cast(product as varchar) as product, customers,
    alike, cast(customers as double) / nullif(alike, 0) as share
from final
where customers >= $least
order by customers desc, final.product
limit $rows
