-- grain: one row per product bought in the period, most revenue first
-- parameters: those of scoped_lines and scoped_lines_ever, $end; $now_from, $before_from and
--     $before_to: the days whose orders are compared, over all history
-- a score is 1 + floor(5 * share of the other products that are worse), at most 5
with
lines as (
    select
        customer_id, coalesce(order_id, cast(ordered_on as varchar)) as order_key, product,
        category, ordered_on, amount, coalesce(quantity, 1) > 0 and coalesce(amount, 0) >= 0
            as is_bought
    from scoped_lines
    where product is not null
),
summed as (
    select
        product, max(category) as category, cast(sum(amount) as decimal(18, 4)) as revenue,
        date_diff('day', max(case when is_bought then ordered_on end), $end) as recency_days
    from lines
    group by product
),
carried as (
    select product, customer_id, order_key
    from lines
    where is_bought
    group by product, customer_id, order_key
),
counted as (
    select product, count(*) as orders
    from carried
    group by product
),
compared as (
    select
        product, customer_id, coalesce(order_id, cast(ordered_on as varchar)) as order_key,
        case when ordered_on >= $now_from then 1 else 0 end as is_now
    from scoped_lines_ever
    where product is not null and coalesce(quantity, 1) > 0 and coalesce(amount, 0) >= 0
        and (ordered_on >= $now_from or ordered_on between $before_from and $before_to)
    group by product, customer_id, coalesce(order_id, cast(ordered_on as varchar)),
        case when ordered_on >= $now_from then 1 else 0 end
),
windows as (
    select
        product, count(case when is_now = 1 then 1 end) as orders_now,
        count(case when is_now = 0 then 1 end) as orders_before
    from compared
    group by product
),
all_orders as (
    select customer_id, order_key, is_now
    from compared
    group by customer_id, order_key, is_now
),
totals as (
    select
        count(case when is_now = 1 then 1 end) as all_now,
        count(case when is_now = 0 then 1 end) as all_before
    from all_orders
),
begun as (
    select product, min(ordered_on) as first_on
    from scoped_lines_ever
    where coalesce(quantity, 1) > 0 and coalesce(amount, 0) >= 0
    group by product
),
final as (
    select
        summed.product, summed.category, summed.recency_days, counted.orders, summed.revenue,
        cast(least(5, 1 + floor(
            5 * percent_rank() over (order by summed.recency_days desc))) as integer) as r,
        cast(least(5, 1 + floor(
            5 * percent_rank() over (order by counted.orders))) as integer) as f,
        cast(least(5, 1 + floor(
            5 * percent_rank() over (order by summed.revenue))) as integer) as m,
        coalesce(windows.orders_now, 0) as orders_now,
        coalesce(windows.orders_before, 0) as orders_before,
        totals.all_now, totals.all_before, begun.first_on
    from summed
    join counted on counted.product = summed.product
    join begun on begun.product = summed.product
    left join windows on windows.product = summed.product
    cross join totals
)
select
    cast(product as varchar) as product, cast(category as varchar) as category, recency_days,
    orders as frequency, cast(revenue as double) as monetary, r, f, m, orders_now, orders_before,
    all_now, all_before, first_on
from final
order by final.revenue desc, final.product
