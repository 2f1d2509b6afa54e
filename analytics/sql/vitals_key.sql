-- one row: the key customers of all history up to the end of a period, and their revenue in it
-- parameters: $first_day of the period, those of tiered_buyers; a scope without a start is expected
with
key_buyers as (
    select customer_key
    from tiered_buyers
    where tier = 'key'
),
bought as (
    select sum(orders.amount) as amount
    from scoped_orders as orders
    join key_buyers on key_buyers.customer_key = orders.customer_key
    where orders.ordered_on >= $first_day
),
final as (
    select count(*) as customers, cast(coalesce(max(bought.amount), 0) as double) as revenue
    from key_buyers
    cross join bought
)
select customers, revenue
from final
order by customers
