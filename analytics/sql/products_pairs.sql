-- grain: one row per pair of products, or of categories, that at least $minimum orders hold; one
--     row without a pair where there is none
-- parameters: those of scoped_lines; $minimum; of_products or of_categories: what a pair is of;
--     large: orders of more than $large different ones are left out altogether
-- an order is a list of numbers, taken apart twice: that needs a fraction of the memory of a join
-- of all lines with themselves; what fewer lines hold makes no such pair and is number 0
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
-- of all lines: `bought` read twice would be copied for it
sold as (
    select
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
    select item, cast(row_number() over (order by item) as integer) as item_no
    from sold
    where item is not null
    group by item
    having count(*) >= $minimum
),
every_order as (
    select array_distinct(array_agg(coalesce(named.item_no, 0))) as items
    from bought
    left join named on named.item = bought.item
    where bought.item is not null
    group by bought.customer_id, bought.order_key
),
baskets as (
    select items
    from every_order
    where true
        and array_length(items) <= $large -- when large
),
totals as (
    select count(*) as orders
    from baskets
),
all_totals as (
    select count(*) as orders
    from every_order
),
ones as (
    select items, unnest(items) as item_no
    from baskets
),
meetings as (
    select item_no, unnest(items) as other_no
    from ones
),
counted as (
    select item_no, other_no, count(*) as orders
    from meetings
    where item_no > 0 and item_no <= other_no
    group by item_no, other_no
    having count(*) >= $minimum
),
alone as (
    select counted.item_no, named.item, counted.orders
    from counted
    join named on named.item_no = counted.item_no
    where counted.item_no = counted.other_no
),
pairs as (
    select
        counted.item_no, counted.other_no, one.item, other.item as other_item,
        counted.orders as together, one.orders as item_orders, other.orders as other_orders
    from counted
    join alone as one on one.item_no = counted.item_no
    join alone as other on other.item_no = counted.other_no
    where counted.item_no < counted.other_no
),
items as (
    select count(*) as items
    from alone
),
final as (
    select
        pairs.item_no, pairs.other_no, pairs.item, pairs.other_item, pairs.together,
        pairs.item_orders, pairs.other_orders, totals.orders, all_totals.orders as all_orders,
        items.items
    from totals
    cross join all_totals
    cross join items
    left join pairs on true
)
select
    cast(item as varchar) as item, cast(other_item as varchar) as other_item, together,
    item_orders, other_orders, orders, all_orders, items
from final
order by item_no, other_no
