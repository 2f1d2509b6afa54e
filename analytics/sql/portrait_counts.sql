-- grain: one row per trait, its detail and group of customers that has customers with it, and one
--     per group for the whole (trait 'all'); orders are counting orders, lines taken back no part
-- parameters: those of scored_buyers, $by: groups are the 'segment' or the 'type8'
with
grouped as (
    select
        scored.customer_key, scored.frequency as orders,
        case when $by = 'type8' then type_names.type8 else segment_names.segment end as label
    from scored_buyers as scored
    join segment_names on segment_names.cell = scored.cell
    join type_names on type_names.kind = scored.kind
),
people as (
    select
        grouped.customer_key, grouped.orders, grouped.label, customers.customer_id,
        customers.region, customers.type, customers.owner
    from grouped
    join customers on customers.customer_key = grouped.customer_key
),
counting as (
    select customer_key, ordered_on
    from scoped_orders
    where customer_key is not null and not is_return
),
returned as (
    select customer_key, order_key
    from scoped_orders
    where customer_key is not null and is_return
),
lines as (
    select
        people.customer_key,
        coalesce(bought.order_id, cast(bought.ordered_on as varchar)) as order_key,
        bought.product, bought.category, bought.channel, bought.discount
    from scoped_lines as bought
    join people on people.customer_id = bought.customer_id
    left join returned on returned.customer_key = people.customer_key
        and returned.order_key = coalesce(bought.order_id, cast(bought.ordered_on as varchar))
    where returned.customer_key is null
        and coalesce(bought.quantity, 1) >= 0 and coalesce(bought.amount, 0) >= 0
),
had as (
    select
        customer_key, 'product' as trait, cast(product as varchar) as detail,
        count(distinct order_key) as orders
    from lines
    where product is not null
    group by customer_key, product
    union all
    select customer_key, 'category', cast(category as varchar), count(distinct order_key)
    from lines
    where category is not null
    group by customer_key, category
    union all
    select customer_key, 'channel', cast(channel as varchar), count(distinct order_key)
    from lines
    where channel is not null
    group by customer_key, channel
    union all
    select customer_key, 'discount', 'yes', count(distinct order_key)
    from lines
    where discount > 0
    group by customer_key
    union all
    -- 1 January 1900 was a Monday: 0 is Monday, 6 Sunday
    select
        customer_key, 'weekday',
        cast(date_diff('day', cast('1900-01-01' as date), ordered_on) % 7 as varchar), count(*)
    from counting
    group by customer_key, date_diff('day', cast('1900-01-01' as date), ordered_on) % 7
    union all
    select customer_key, 'region', region, orders
    from people
    where region is not null
    union all
    select customer_key, 'customer_type', type, orders
    from people
    where type is not null
    union all
    select customer_key, 'salesperson', owner, orders
    from people
    where owner is not null
    union all
    select customer_key, 'all', '', orders
    from people
),
final as (
    select
        had.trait, had.detail, people.label, count(*) as customers, sum(had.orders) as orders,
        sum(had.orders * had.orders) as orders_squared,
        sum(had.orders * people.orders) as orders_crossed
    from had
    join people on people.customer_key = had.customer_key
    group by had.trait, had.detail, people.label
)
select
    trait, detail, label, customers, cast(orders as bigint) as orders,
    cast(orders_squared as double) as orders_squared,
    cast(orders_crossed as double) as orders_crossed
from final
order by trait, detail, label
