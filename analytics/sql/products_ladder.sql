-- grain: one row per product and the dearer one of its category its buyers moved up to next
-- parameters: those of scoped_lines_ever; $least: buyers a product needs; $most: customers with
--     more products than this in one category are left out of it; $every: one customer in how many
-- a price is what was paid on average; only the first purchase of each product counts
with
lines as (
    select customer_id, product, category, ordered_on, quantity, amount
    from scoped_lines_ever
    where product is not null and category is not null
        and coalesce(quantity, 1) > 0 and coalesce(amount, 0) >= 0
),
priced as (
    select
        product, max(category) as category,
        cast(sum(amount) as double) / nullif(cast(sum(quantity) as double), 0) as unit_price
    from lines
    where quantity > 0
    group by product
),
begun as (
    select customers.customer_key, lines.product, min(lines.ordered_on) as first_on
    from lines
    join customers on customers.customer_id = lines.customer_id
    where mod(customers.customer_key, $every) = 0
    group by customers.customer_key, lines.product
),
bought as (
    select begun.customer_key, begun.product, begun.first_on, priced.category, priced.unit_price
    from begun
    join priced on priced.product = begun.product
    where priced.unit_price is not null
),
buyers as (
    select product, count(*) as buyers
    from bought
    group by product
    having count(*) >= $least
),
few as (
    select customer_key, category
    from bought
    group by customer_key, category
    having count(*) between 2 and $most
),
higher as (
    select
        one.customer_key, one.product, next_one.product as next_product,
        date_diff('day', one.first_on, next_one.first_on) as days,
        row_number() over (
            partition by one.customer_key, one.product
            order by next_one.first_on, next_one.unit_price, next_one.product
        ) as place
    from bought as one
    join few on few.customer_key = one.customer_key and few.category = one.category
    join bought as next_one on next_one.customer_key = one.customer_key
        and next_one.category = one.category
    where next_one.first_on > one.first_on and next_one.unit_price > one.unit_price
),
moved as (
    select product, next_product, count(*) as moved, median(cast(days as double)) as median_days
    from higher
    where place = 1
    group by product, next_product
),
final as (
    select
        moved.product, priced.category, priced.unit_price, moved.next_product,
        next_priced.unit_price as next_price, buyers.buyers, moved.moved, moved.median_days
    from moved
    join buyers on buyers.product = moved.product
    join priced on priced.product = moved.product
    join priced as next_priced on next_priced.product = moved.next_product
)
select
    cast(product as varchar) as product, cast(category as varchar) as category, unit_price,
    cast(next_product as varchar) as next_product, next_price, buyers, moved, median_days
from final
order by moved desc, product, next_product
