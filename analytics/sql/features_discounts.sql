-- grain: one row per customer with lines up to $end: the average discount of those that have one
-- parameters: those of scoped_lines; $most, those drawn alone, by scoped_orders
-- decimals, because sums of doubles depend on the order of rows
with
discounted as (
    select
        customer_id, sum(cast(discount as decimal(9, 6))) as discount, count(discount) as lines
    from scoped_lines
    where customer_id is not null
        and customer_id in (select customer_id from drawn_buyers) -- when most
    group by customer_id
),
final as (
    select
        customers.customer_key,
        cast(discounted.discount as double) / nullif(cast(discounted.lines as double), 0)
            as discount_share
    from discounted
    inner join customers on customers.customer_id = discounted.customer_id
)
select customer_key, discount_share
from final
order by customer_key
