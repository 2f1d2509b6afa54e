-- grain: one row per customer with lines up to $end: what they buy of
-- parameters: those of scoped_lines
with
discounted as (
    select
        customer_id, sum(cast(discount as decimal(9, 6))) as discount, count(discount) as lines
    from scoped_lines
    where customer_id is not null
    group by customer_id
),
categories as (
    select customer_id, category
    from scoped_lines
    where customer_id is not null and ordered_on > $end - interval '364' day
    group by customer_id, category
),
broad as (
    select customer_id, count(*) as breadth
    from categories
    group by customer_id
)
select
    discounted.customer_id,
    cast(discounted.discount as double) / nullif(cast(discounted.lines as double), 0)
        as discount_share,
    coalesce(broad.breadth, 0) as breadth
from discounted
left join broad on broad.customer_id = discounted.customer_id
order by discounted.customer_id
