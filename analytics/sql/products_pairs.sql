-- grain: one row per pair of products, or of categories, that at least $minimum orders hold; one
--     row without a pair where there is none
-- parameters: those of scoped_lines; $minimum; of_products or of_categories: what a pair is of;
--     large: orders of more than $large different ones are left out altogether
-- orders and items are numbered first: pairs of numbers are counted in a fraction of the memory;
-- what fewer orders hold makes no such pair and is dropped before
with
bought as (
    select
        customer_id, coalesce(order_id, cast(ordered_on as varchar)) as order_key,
        coalesce(
            product, -- when of_products
            category, -- when of_categories
            null
        ) as item
    from scoped_lines
    where customer_id is not null
        and coalesce(quantity, 1) > 0 and coalesce(amount, 0) >= 0
),
named as (
    select item, row_number() over (order by item) as item_no
    from bought
    where item is not null
    group by item
),
placed as (
    select
        customer_id, order_key, row_number() over (order by customer_id, order_key) as order_no
    from bought
    where item is not null
    group by customer_id, order_key
),
every as (
    select placed.order_no, named.item_no
    from bought
    join placed on placed.customer_id = bought.customer_id and placed.order_key = bought.order_key
    join named on named.item = bought.item
    group by placed.order_no, named.item_no
),
fitting as ( -- when large
    select order_no -- when large
    from every -- when large
    group by order_no -- when large
    having count(*) <= $large -- when large
), -- when large
baskets as (
    select every.order_no, every.item_no
    from every
    join fitting on fitting.order_no = every.order_no -- when large
),
totals as (
    select
        count(*) as all_orders,
        coalesce(
            count(fitting.order_no), -- when large
            count(*)
        ) as orders
    from placed
    left join fitting on fitting.order_no = placed.order_no -- when large
),
counted as (
    select item_no, count(*) as orders
    from baskets
    group by item_no
    having count(*) >= $minimum
),
kept as (
    select baskets.order_no, baskets.item_no
    from baskets
    join counted on counted.item_no = baskets.item_no
),
together as (
    select one.item_no, other.item_no as other_no, count(*) as orders
    from kept as one
    join kept as other on other.order_no = one.order_no and other.item_no > one.item_no
    group by one.item_no, other.item_no
    having count(*) >= $minimum
),
pairs as (
    select
        together.item_no, together.other_no, one_name.item, other_name.item as other_item,
        together.orders as together, one.orders as item_orders, other.orders as other_orders
    from together
    join counted as one on one.item_no = together.item_no
    join counted as other on other.item_no = together.other_no
    join named as one_name on one_name.item_no = together.item_no
    join named as other_name on other_name.item_no = together.other_no
),
items as (
    select count(*) as items
    from counted
),
final as (
    select
        pairs.item_no, pairs.other_no, pairs.item, pairs.other_item, pairs.together,
        pairs.item_orders, pairs.other_orders, totals.orders, totals.all_orders, items.items
    from totals
    cross join items
    left join pairs on true
)
select
    cast(item as varchar) as item, cast(other_item as varchar) as other_item, together,
    item_orders, other_orders, orders, all_orders, items
from final
order by item_no, other_no
