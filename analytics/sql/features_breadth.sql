-- grain: one row per customer with lines in the 364 days up to $end: of how much they buy
-- parameters: those of scoped_lines; $most, those drawn alone, by scoped_orders
with
categories as (
    select customer_id, category
    from scoped_lines
    where customer_id is not null and ordered_on > $end - interval '364' day
        and customer_id in (select customer_id from drawn_buyers) -- when most
    group by customer_id, category
),
broad as (
    select customer_id, count(*) as breadth
    from categories
    group by customer_id
),
final as (
    select customers.customer_key, broad.breadth
    from broad
    inner join customers on customers.customer_id = broad.customer_id
)
select customer_key, breadth
from final
order by customer_key
