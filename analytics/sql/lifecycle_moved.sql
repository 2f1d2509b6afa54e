-- grain: one row per customer of one page of those who made chosen moves, most revenue first
-- parameters: those of moved_states, $moves ("repeat>lapsed"), $skip and $rows
with
final as (
    select
        customers.customer_id, customers.name, customers.region, moved.moved_from, moved.moved_to,
        moved.last_order_on, moved.revenue_then, moved.revenue
    from moved_states as moved
    join customers on customers.customer_key = moved.customer_key
    where array_contains($moves, concat(moved.moved_from, '>', moved.moved_to))
)
select
    customer_id, name, region, moved_from, moved_to, last_order_on,
    cast(revenue_then as double) as revenue_then, cast(revenue as double) as revenue
from final
order by final.revenue desc, final.revenue_then desc, customer_id
limit $rows offset $skip
